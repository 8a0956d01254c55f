// The sentences that scripts say come from the server, in the page's language.
const element = document.getElementById("ui-words");
export const words = element ? JSON.parse(element.textContent) : {};

/** Fill "%(name)s", "%(name)d" and "%(name)02d". */
export function fill(pattern, values) {
  return pattern.replace(/%\((\w+)\)(0?)(\d*)[sd]/g, (_, name, zero, width) =>
    String(values[name]).padStart(Number(width) || 0, zero ? "0" : " "),
  );
}
