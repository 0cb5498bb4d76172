/* What scrolls on a narrow screen can be reached with the keyboard and has a name; the theme does the first for code. */
const FRAMES = { ".figure": "Figure", ".formula": "Formula", ".output.text_html, .pst-scrollable-table-container": "Table" };
const markScrolling = () => {
  for (const [frames, kind] of Object.entries(FRAMES)) {
    for (const frame of document.querySelectorAll(frames)) {
      const marks = { tabindex: "0", role: "group", "aria-label": `${kind}, scrolls sideways` };
      for (const [mark, value] of Object.entries(marks)) {
        if (frame.scrollWidth > frame.clientWidth) frame.setAttribute(mark, value);
        else frame.removeAttribute(mark);
      }
    }
  }
};
window.addEventListener("load", markScrolling);
window.addEventListener("resize", markScrolling);

/* Long code is folded on a phone, and open everywhere else. */
const narrow = window.matchMedia("(max-width: 48rem)");
const foldCode = () => {
  for (const code of document.querySelectorAll("details.code")) code.open = !narrow.matches;
};
document.addEventListener("DOMContentLoaded", foldCode);
narrow.addEventListener("change", foldCode);

/* A tap on a section closes the drawer that lists them, and reading goes on at the heading. */
document.addEventListener("click", ({ target }) => {
  const link = target.closest("#pst-secondary-sidebar-modal a[href^='#']");
  if (!link) return;
  const place = link.hash ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : document.querySelector("h1");
  const drawer = link.closest("dialog");
  const goOn = () => {
    const heading = place.querySelector("h1, h2, h3, h4, h5, h6, dt") ?? place;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    place.scrollIntoView();
  };
  drawer.addEventListener("close", goOn, { once: true });
  drawer.close();
});

/* Paper is light, and nothing on it is folded. */
const root = document.documentElement;
let onScreen = "";
window.addEventListener("beforeprint", () => {
  onScreen = root.dataset.theme;
  root.dataset.theme = "light";
  for (const code of document.querySelectorAll("details.code")) code.open = true;
});
window.addEventListener("afterprint", () => {
  root.dataset.theme = onScreen;
  foldCode();
});
