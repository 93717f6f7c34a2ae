// A few that are used at work, by the names that other tools know them by.
export const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", smile: "😄", slight_smile: "🙂", wink: "😉", joy: "😂", thinking: "🤔",
  confused: "😕", sob: "😭", sweat_smile: "😅", heart: "❤️", pray: "🙏", clap: "👏", wave: "👋", muscle: "💪",
  ok_hand: "👌", eyes: "👀", tada: "🎉", rocket: "🚀", fire: "🔥", sparkles: "✨", star: "⭐", bulb: "💡",
  warning: "⚠️", no_entry: "⛔", stop: "🛑", question: "❓", exclamation: "❗", check: "✅", x: "❌", hourglass: "⏳",
  clock: "🕐", calendar: "📅", memo: "📝", book: "📖", link: "🔗", pin: "📌", mag: "🔍", key: "🔑",
  lock: "🔒", unlock: "🔓", gear: "⚙️", wrench: "🔧", hammer: "🔨", bug: "🐛", computer: "💻", printer: "🖨️",
  phone: "📞", email: "📧", package: "📦", chart: "📈", zap: "⚡", cloud: "☁️", sunny: "☀️", coffee: "☕",
};
