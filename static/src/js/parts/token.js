// The form's token of this page; pages for signed-out readers have none.
export function token() {
  return (
    document.querySelector("input[name=csrf_token]")?.value ??
    document.querySelector("meta[name=csrf-token]")?.content ??
    ""
  );
}
