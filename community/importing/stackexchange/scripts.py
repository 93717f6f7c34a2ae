"""Raised and lowered text without HTML: Unicode's own characters, or a mark that mathematicians read."""

# A longer word is hardly mathematics.
_LONGEST = 12
_RAISED = dict(zip("0123456789+-\N{MINUS SIGN}=()abcdefghijklmnoprstuvwxyz",
                   "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))  # fmt: skip
_LOWERED = dict(zip("0123456789+-\N{MINUS SIGN}=()aehijklmnoprstuvx",
                    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))  # fmt: skip


def raised(words: str) -> str:
    """`x<sup>2</sup>` as x²; a word that cannot be raised as ^word, a whole remark as it is (it was only small)."""
    return _written(words, _RAISED, "^")


def lowered(words: str) -> str:
    """`H<sub>2</sub>O` as H₂O; a word that cannot be lowered as _word, a whole remark as it is."""
    return _written(words, _LOWERED, "\\_")


def _written(words: str, letters: dict[str, str], mark: str) -> str:
    plain = words.strip()
    if plain and all(letter in letters for letter in plain):
        return words.replace(plain, "".join(letters[letter] for letter in plain))
    if not plain or not plain.isalnum() or len(plain) > _LONGEST:
        return words
    return words.replace(plain, f"{mark}{plain}")
