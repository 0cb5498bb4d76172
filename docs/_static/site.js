/* A figure that scrolls on a narrow screen can be reached with the keyboard; the theme does the same for code. */
const markScrolling = () => {
  for (const frame of document.querySelectorAll(".figure")) {
    frame.toggleAttribute("tabindex", false);
    if (frame.scrollWidth > frame.clientWidth) frame.setAttribute("tabindex", "0");
  }
};
window.addEventListener("load", markScrolling);
window.addEventListener("resize", markScrolling);

/* Paper is light. */
const root = document.documentElement;
let onScreen = "";
window.addEventListener("beforeprint", () => {
  onScreen = root.dataset.theme;
  root.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  root.dataset.theme = onScreen;
});
