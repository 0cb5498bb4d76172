(() => {
  const asked = location.search;
  const deck = document.getElementById("deck");
  const button = document.querySelector("#ways button");
  const wide = matchMedia("(min-width: 45em)").matches;
  if (/read/.test(asked) || !(wide || /slides|print-pdf/.test(asked))) return;
  deck.classList.add("reveal");
  const showNotes = () => {
    Reveal.configure({ showNotes: !Reveal.getConfig().showNotes });
    button.setAttribute("aria-pressed", Reveal.getConfig().showNotes);
    Reveal.layout();
  };
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", showNotes);
  Reveal.initialize({
    embedded: true,
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    scrollActivationWidth: 0,
    keyboard: { 84: showNotes },
  }).then(() => deck.removeAttribute("role")); // "application" would keep a screen reader from its own keys
})();
