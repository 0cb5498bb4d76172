// What the tests measure inside a page. Every function answers with a list of complaints; an empty list is a pass.
// Not a part of the site: tests/browser_checks.py puts it into the pages that it visits.
window.measures = (() => {
  const name = (element) => {
    const words = (element.innerText || element.alt || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${element.id ? " id=" + element.id : ""}> ${JSON.stringify(words)}`;
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isForReadersOnly = (element) => {
    if (!element) return false;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (style.clip.startsWith("rect(0px") || style.clipPath === "inset(50%)") return true;
    if (style.overflow !== "visible" && box.width <= 1 && box.height <= 1) return true;
    return isForReadersOnly(element.parentElement);
  };

  // Every run of text and every picture that is shown, with its element and its box; code and formulas as one piece.
  const pieces = () => {
    const found = [];
    const known = new Map();
    const isHidden = (element) => {
      if (!known.has(element)) known.set(element, isForReadersOnly(element));
      return known.get(element);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const whole = new Set();
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const piece = text.parentElement.closest("pre, math") || text;
      if (!text.data.trim() || whole.has(piece) || !isShown(text.parentElement)) continue;
      whole.add(piece);
      const range = document.createRange();
      range.selectNodeContents(piece);
      found.push([piece === text ? text.parentElement : piece, range.getBoundingClientRect()]);
    }
    for (const element of document.querySelectorAll("img, svg, canvas, input, select, textarea, button")) {
      if (isShown(element)) found.push([element, element.getBoundingClientRect()]);
    }
    return found.filter(([element, box]) => box.width > 1 && box.height > 1 && !isHidden(element));
  };

  const isSkipLink = (element) => element.closest("a[href^='#']") && /skip/i.test(element.textContent);

  // The part of a box that its ancestors cut off, or that lies beside the page, and that no scrolling brings back.
  const lost = (element, box) => {
    let scrolls = false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const frame = at.getBoundingClientRect();
      if (["auto", "scroll"].includes(style.overflowX) && at.scrollWidth > at.clientWidth) scrolls = true;
      const isCutAcross = ["hidden", "clip"].includes(style.overflowX) && !scrolls;
      const isCutDown = ["hidden", "clip"].includes(style.overflowY);
      if (isCutAcross && (box.right > frame.right + 2 || box.left < frame.left - 2)) return "is cut off at a side";
      if (isCutDown && (box.bottom > frame.bottom + 6 || box.top < frame.top - 6)) return "is cut off above or below";
      if (style.position === "fixed") break;
    }
    const isBeside = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
    return isBeside && !scrolls ? "lies beside the page" : null;
  };

  // Indices in formulas and footnote marks are small by convention.
  const tiny = (element) => {
    if (!element.innerText || element.closest("math, sub, sup")) return null;
    const size = parseFloat(getComputedStyle(element).fontSize);
    return size < 11.99 ? `has letters of ${size} px` : null;
  };

  const layout = () => {
    const page = document.documentElement;
    const wide = page.scrollWidth > page.clientWidth + 1;
    const complaints = wide ? [`the page is ${page.scrollWidth} px wide in a window of ${page.clientWidth} px`] : [];
    for (const article of document.querySelectorAll(".bd-article-container")) {
      const extra = article.scrollWidth - article.clientWidth;
      if (extra > 1) complaints.push(`the article slides sideways by ${extra} px`);
    }
    for (const [element, box] of pieces()) {
      const said = isSkipLink(element) ? [] : [lost(element, box), tiny(element)];
      for (const how of said.filter(Boolean)) complaints.push(`${name(element)} ${how}`);
    }
    return [...new Set(complaints)];
  };

  const headings = () => {
    const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.checkVisibility());
    const levels = shown.map((one) => Number(one.localName[1]));
    const titles = levels.filter((level) => level === 1).length;
    const complaints = titles === 1 ? [] : [`the page has ${titles} headings of level 1`];
    shown.forEach((one, at) => {
      const before = at ? levels[at - 1] : 0;
      if (levels[at] > before + 1) complaints.push(`${name(one)} follows a heading of level ${before}`);
      if (!one.textContent.trim()) complaints.push(`${name(one)} is empty`);
    });
    return complaints;
  };

  const pictures = async () => {
    const complaints = [];
    for (const picture of document.querySelectorAll("img")) {
      const isInPage = picture.src.startsWith("data:");
      const file = isInPage ? "a picture in the page" : decodeURIComponent(picture.src.split("/").pop()).toLowerCase();
      const said = (picture.getAttribute("alt") || "").trim();
      const isFileName = /\.(png|jpe?g|svg|gif|webp)$/i.test(said) || file.split(".")[0] === said.toLowerCase();
      if (isFileName) complaints.push(`${file} is described by its file name`);
      else if (said.split(/\s+/).length < 3) complaints.push(`${file} is described by ${JSON.stringify(said)} only`);
      picture.loading = "eager";
      await picture.decode().catch(() => complaints.push(`${file} cannot be shown`));
    }
    for (const drawing of document.querySelectorAll("svg, canvas")) {
      const isNamed = drawing.getAttribute("aria-label") || drawing.querySelector(":scope > title");
      const isDecoration = drawing.closest("[aria-hidden=true], button[aria-label], a[aria-label]");
      if (!isDecoration && !isNamed && isShown(drawing)) complaints.push(`${name(drawing)} is not described`);
    }
    return complaints;
  };

  // The contrast of a text with the ground it stands on, for what axe-core leaves open; on a picture nobody can tell.
  const channels = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return colour.startsWith("color(srgb") ? parts.map((part, at) => (at < 3 ? part * 255 : part)) : parts;
  };
  const over = (front, back) => {
    const share = front[3] ?? 1;
    return [0, 1, 2].map((i) => front[i] * share + back[i] * (1 - share));
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (selector) => {
    const element = document.querySelector(selector);
    const grounds = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none" || Number(style.opacity) < 1) return null;
      grounds.unshift(channels(style.backgroundColor));
    }
    const ground = grounds.reduce((back, front) => over(front, back), [255, 255, 255]);
    const text = over(channels(getComputedStyle(element).color), ground);
    const [dark, light] = [luminance(text), luminance(ground)].sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };

  // How a focused element differs from the same element without focus, and whether it can be seen.
  const look = (element) => {
    const style = getComputedStyle(element);
    const parts = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor"];
    return [...parts, "borderWidth", "textDecorationLine", "textDecorationThickness"].map((part) => style[part]).join();
  };
  const focus = () => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const box = element.getClientRects()[0] ?? new DOMRect(); // the first line, where a link is broken over two
    const across = [0.1, 0.5, 0.9].map((share) => box.left + share * box.width);
    const tops = across.map((x) => document.elementFromPoint(x, (box.top + box.bottom) / 2)).filter(Boolean);
    const focused = look(element);
    element.blur();
    const isMarked = focused !== look(element);
    element.focus({ preventScroll: true });
    return {
      name: name(element),
      isInMain: Boolean(element.closest("main")),
      isMarked,
      isInSight: tops.some((top) => element.contains(top) || top.contains(element)),
    };
  };

  // In print only what is read: no menus, no buttons.
  const print = () => {
    const aids = document.querySelectorAll("header, nav, footer nav, dialog, button, [role=search]");
    const shown = [...aids].filter((one) => isShown(one) && one.getBoundingClientRect().height > 1);
    const extra = shown.filter((one) => !isForReadersOnly(one)).map((one) => `${name(one)} is printed`);
    const isThere = isShown(document.querySelector("main h1") || document.body);
    return isThere ? extra : [...extra, "the heading is not printed"];
  };

  return { contrast, focus, headings, layout, pictures, print };
})();
