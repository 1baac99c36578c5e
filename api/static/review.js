// Keys for readers; they are off until somebody switches them on (WCAG 2.1.4).
const place = document.getElementById("keys");
const button = place.querySelector("button");
const CHOICES = { a: "accept", r: "reject", u: "unsure" };
const LINKS = { j: "after", k: "before" };

function show(on) {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Switch keys off" : "Switch keys on";
  sessionStorage.setItem("keys", on ? "on" : "off");
}

place.hidden = false;
show(sessionStorage.getItem("keys") === "on");
button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  const on = button.getAttribute("aria-pressed") === "true";
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in LINKS) document.getElementById(LINKS[event.key])?.click();
  if (event.key === "c") document.getElementById("label")?.focus();
  if (event.key === "r" && !document.getElementById("reason").value) {
    document.getElementById("reason").focus();
  } else if (event.key in CHOICES) {
    document.querySelector(`#ruling [value=${CHOICES[event.key]}]`).click();
  } else if (!(event.key in LINKS) && event.key !== "c") return;
  event.preventDefault();
});
