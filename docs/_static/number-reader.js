/* The number reader: what can be said about one score or two, for an error that the reader sets.
   Its numbers, NUMBER_READER, are printed by notebook 03; its reference are the functions of helpers.meaning. */
(() => {
  "use strict";
  const Z95 = 1.959963984540054; // 95 % of a normal distribution lie within so many standard deviations
  const SLIDER = { min: 0.5, max: 10, step: 0.1 }; // in points
  const QUIET = 800; // milliseconds without a change before the result is said aloud and the address follows
  const IDLE = 10; // where accounts without any activity sat
  const numbers = NUMBER_READER, edges = numbers.low, open = edges.at(-1);
  const { sample_sem: sample, ceiling_sem: ceiling } = numbers;
  const sum = (list) => list.reduce((all, n) => all + n, 0);

  /* ---- what is computed */

  /* Share of a normal distribution below z: the series of Marsaglia (2004), exact to 1e-15. */
  const normalCdf = (z) => {
    if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
    let total = z, term = z;
    for (let i = 3; total + term !== total; i += 2) total += term *= (z * z) / i;
    return 0.5 + total * Math.exp(-0.5 * z * z - 0.9189385332046727);
  };
  /* The place of the band that holds a score; -1 below the lowest. */
  const bandOf = (score) => edges.filter((low) => low <= score).length - 1;
  /* Share of the scored people below a score, with bounds for any spread inside its band. */
  const shareBelow = (score, year) => {
    const counts = numbers[year], band = bandOf(score), under = (k) => sum(counts.slice(0, k)) / sum(counts);
    if (band < 0 || score > 100) return { value: Number(band >= 0), low: Number(band >= 0), high: Number(band >= 0) };
    const part = score >= open ? 0 : (score - edges[band]) / (edges[band + 1] - edges[band]);
    const value = under(band) + part * (under(band + 1) - under(band));
    return { value, low: under(band), high: score === edges[band] ? value : under(band + 1) };
  };
  /* Shares strictly below and strictly above a whole score; in the open top band only the bounds may be told. */
  const placeOf = (score, year) => {
    const next = shareBelow(score + 1, year), above = { value: 1 - next.value, low: 1 - next.high, high: 1 - next.low };
    return { below: shareBelow(score, year), above, isOpen: score >= open };
  };
  const bandOfError = (score, sem) => [Math.max(1, score - Z95 * sem), Math.min(100, score + Z95 * sem)];
  const chanceHigher = (higher, lower, sem) => normalCdf((higher - lower) / (Math.SQRT2 * sem));
  const smallestRealDifference = (sem) => Z95 * Math.SQRT2 * sem;
  /* The band of the sample that holds a score and has people enough, and the band of those who were counted in both years. */
  const sampleBand = (score) => numbers.sample_by_band.bands.find(({ from, to }) => from <= score && score < to);
  const stayedBand = (score) => numbers.stayed.bands.find(({ from, to }) => from <= score && score <= to);
  /* The sample's error near some scores, pooled as in notebook 03, to the slider's step; NaN where it has too few people. */
  const errorNear = (scores) =>
    Number(Math.sqrt(sum(scores.map((score) => sampleBand(score)?.sem ** 2)) / scores.length).toFixed(1));

  /* The score in a field, or what is wrong with it. */
  const readScore = (text, mayBeEmpty) => {
    const typed = text.trim(), score = Number(typed.replace(",", "."));
    if (typed === "") return mayBeEmpty ? {} : { error: "Type a score: a whole number from 1 to 100." };
    const isNumber = /^[+-]?(\d+[.,]?\d*|[.,]\d+)$/.test(typed);
    if (!isNumber) return { error: `“${typed}” is no number. Type a whole number from 1 to 100.` };
    if (score < 1 || score > 100) return { error: `${typed} is off the scale, which runs from 1 to 100.` };
    if (Number.isInteger(score)) return { score };
    return { error: `Klout showed whole scores. Type ${Math.floor(score)} or ${Math.ceil(score)}.` };
  };

  /* ---- what is said: `scores` hold each score once, as typed; a pair is [higher, lower] */

  const percent = (share) => (100 * share).toFixed(1);
  const count = (people) => people.toLocaleString("en");
  const points = (x) => `${x.toFixed(1)} points`;
  const an = (score) => `${/^(8|11$|18$)/.test(score) ? "an" : "a"} ${score}`;
  const ends = (range) => range.map((end) => end.toFixed(0)).join(" to ");
  const about = ({ low, high }, words, show) => (low === high ? words : `about ${words} (${show(low)} to ${show(high)})`);
  const belowInWords = ({ below, isOpen }) => {
    if (isOpen) return `at least ${(Math.floor(1000 * below.low) / 10).toFixed(1)}\u00a0%`;
    if (below.high === 0) return `nobody (nobody is counted below ${edges[0]})`;
    return about(below, `${percent(below.value)}\u00a0%`, percent);
  };
  const aboveInWords = ({ above, isOpen }) => {
    const people = (share) => String(Math.round(100 * share));
    if (above.low === 1 || above.high === 0) return above.high ? "all 100" : "nobody";
    return isOpen || above.value < 0.005 ? "fewer than 1" : about(above, people(above.value), people);
  };
  const chanceInWords = (chance) => (chance >= 0.995 ? "more than 99 of 100" : `about ${Math.round(100 * chance)} of 100`);
  /* What an error of this size means beside the two marks. */
  const semInWords = (sem) => {
    const near = ({ low, high }) => sem > low - SLIDER.step / 2 && sem < high + SLIDER.step / 2;
    if (near(sample)) return "about the sample’s average, synthetic";
    if (near(ceiling)) return "about the real ceiling";
    if (sem < sample.low) return "below the sample’s average, synthetic";
    return sem > ceiling.high ? "above the real ceiling" : "between the sample’s average, synthetic, and the real ceiling";
  };
  const chanceOf = (pair, sem) => chanceInWords(chanceHigher(...pair, sem));
  const truly = (pair, sem) => `the ${pair[0]} is truly above the ${pair[1]} in ${chanceOf(pair, sem)} such pairs.`;
  /* The result: a sentence for each score and one for the pair. */
  const inShort = ({ scores, pair, sem }) => {
    const told = scores.map((score) =>
      `${score}: below it ${belowInWords(placeOf(score, 2013))} in 2013, 95 % band ${ends(bandOfError(score, sem))}.`);
    const given = `an error of ${points(sem)} (${semInWords(sem)})`;
    if (scores.length === 2) return `${told.join(" ")} With ${given} ${truly(pair, sem)}`;
    return `${told}${pair ? ` Both ${scores}: which is truly higher nobody knows, 50 of 100.` : ""} The band is for ${given}.`;
  };
  /* What another error changes: the bands and the chance. */
  const moved = ({ scores, pair, sem }) => {
    const bands = scores.map((score) => `of ${score}: ${ends(bandOfError(score, sem))}`).join("; ");
    return `At ${points(sem)}: 95 % band ${bands}${scores.length === 2 ? `; ${truly(pair, sem)}` : "."}`;
  };
  /* What the sample's own error near these scores would change. */
  const nearInWords = (typed) => {
    const scores = [...typed].sort((a, b) => a - b), near = errorNear(typed);
    const lacking = scores.filter((score) => !sampleBand(score)).join(" and ");
    if (lacking) return [`Near ${lacking} the sample (`, badge("synthetic"), ") has too few people to give an error."];
    const people = [...new Set(scores.map(sampleBand))].map(({ n }) => n).join(" and "), own = near.toFixed(1);
    const average = sample.value.toFixed(1), size = own === average ? `${own}, as on average` : `${own}, not ${average}`;
    const changed = scores[1] ? chanceOf([scores[1], scores[0]], near) : `95 % band ${ends(bandOfError(scores[0], near))}`;
    return [`In the sample the error near ${scores.join(" and ")} is ${size} (`, badge("synthetic"), `, n = ${people}). `
      + `With ${own}: ${changed}.`];
  };

  /* Each band that holds scores, with these scores as in "a 52 or a 60". */
  const byBand = (scores, find) => [...new Set(scores.map(find))].map((band) =>
    [band, scores.filter((score) => find(score) === band).map(an).join(" or ")]);
  const whereInWords = ([band, those]) => {
    if (band < 0) return `Where ${those} stood. The published bands begin at ${edges[0]}: nobody is counted below.`;
    const spread = "the people of that band sat. We spread them evenly; numbers in brackets hold for any spread.";
    return edges[band] < open ? `Where between ${edges[band]} and ${edges[band + 1]} ${spread}` : `Where exactly ${those} stood. `
      + `The top band is open, from ${open} up, and held ${numbers[2013][band]} people in 2013: there is only a bound.`;
  };
  const lastsInWords = ([{ from, to, n, stayed, low, high }, those]) => {
    const range = `${from} to ${to}`, share = `${percent(stayed / n)}\u00a0% [${percent(low)}, ${percent(high)}]`;
    return `That ${those} lasts. Of the ${count(n)} people at ${range} in 2013, ${count(stayed)} were still at ${range} `
      + `a year later: ${share}. `;
  };
  /* What cannot be said about the scores, each by itself. */
  const unsaidOf = (scores) => [...byBand(scores, bandOf).map((one) => [whereInWords(one)]),
    ...byBand(scores.filter(stayedBand), stayedBand).map((one) => [lastsInWords(one), badge("real")])];
  /* What cannot be said about two scores. */
  const unsaidOfTwo = ([higher, lower], sem) => {
    const times = (zero) => ((higher - zero) / (lower - zero)).toFixed(1);
    if (higher === lower) {
      return [`That the two people are equal. With your error the true scores behind two equal numbers lie more than `
        + `${points(smallestRealDifference(sem))} apart in 5 of 100 cases.`];
    }
    const zeros = lower <= IDLE || times(0) === times(IDLE) ? ""
      : ` Counted from 0 it would be ${times(0)} times, counted from ${IDLE}, where idle accounts sat, ${times(IDLE)} times.`;
    return [`How many times as much ${higher} is as ${lower}. The scale has no zero that means none.${zeros}`];
  };
  const UNSAID_OF_ALL = [
    ["Where a score of another country or year stands, or one of the scale before August 2012, as the 52 of the blog post."],
    ["What a score means in real-life clout. This is a place among scores and nothing more; notebooks 04 and 05 test the rest."],
  ];
  const NOW = "And now? Klout closed in May 2018, and nobody has a distribution of today. Real data go as far as 2014.";
  const MEANT = "How far a score would scatter if the same person lived the same weeks again. Klout never published it. The real "
    + `ceiling is ${ceiling.value} [${ceiling.low}, ${ceiling.high}]. More: `;

  /* ---- what is shown */

  /* An element with attributes and children. */
  const make = (tag, attributes = {}, ...children) => {
    const drawn = ["svg", "line", "rect", "circle", "text"].includes(tag);
    const element = drawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const badge = (source) => make("strong", { class: `badge-${source}` }, source.toUpperCase());
  /* A number in words, with the number itself for a program that reads the page. */
  const datum = (name, value, words) => make("data", { "data-name": name, value }, words);
  const field = (id, label, hint) => make("div", {}, make("label", { for: id }, label),
    make("input", { id, inputmode: "numeric", autocomplete: "off", maxlength: 12, "aria-describedby": `${id}-hint ${id}-error` }),
    make("p", { id: `${id}-hint`, class: "hint" }, hint), make("p", { id: `${id}-error`, class: "error" }));
  /* A mark below the slider, which sets the slider when it is pressed. */
  const mark = ({ value, source }, words) => {
    const style = `--at: ${(value - SLIDER.min) / (SLIDER.max - SLIDER.min)}`;
    const button = make("button", { type: "button", style }, `${value.toFixed(1)} `, badge(source), make("span", {}, words));
    button.addEventListener("click", () => setError(value));
    return button;
  };

  /* What can be said: a row for each thing, a column for each score. */
  const table = (scores, sem) => {
    const row = (head, source, cell) => make("tr", {}, make("th", { scope: "row" }, head, " ", source),
      ...scores.map((score, i) => make("td", {}, ...cell(score, i))));
    const share = (side, year, words) => (score, i) => {
      const place = placeOf(score, year), name = `${side}-${year}-${i}`, { value, low, high } = place[side];
      return [datum(name, value, words(place)), datum(`${name}-low`, low, ""), datum(`${name}-high`, high, "")];
    };
    const band = (score, i) => {
      const range = bandOfError(score, sem);
      return [datum(`band-low-${i}`, range[0], `about ${ends(range)}`), datum(`band-high-${i}`, range[1], "")];
    };
    const [then, later] = [2013, 2014].map((year) => count(sum(numbers[year])));
    return make("table", { class: "table" },
      make("caption", {}, `What can be said: of ${then} scored people in Belgium in 2013, and of ${later} in 2014`),
      make("thead", {}, make("tr", {}, make("td"), ...scores.map((score) => make("th", { scope: "col" }, `Score ${score}`)))),
      make("tbody", {}, row("Percentile: scored people below it, 2013", badge("real"), share("below", 2013, belowInWords)),
        row("The same a year later, 2014", badge("real"), share("below", 2014, belowInWords)),
        row("Of 100 scored people, so many above it, 2013", badge("real"), share("above", 2013, aboveInWords)),
        row("95 % band of the score, with the error you set", "", band)));
  };
  /* The line of scores from 1 to 100, with a dot for each score before its band of error. */
  const drawing = (scores, sem) => {
    const x = (score) => `${4 + (92 * (score - 1)) / 99}%`, base = 30 * scores.length + 10;
    const told = scores.map((score) => `${score}, with a band from ${ends(bandOfError(score, sem))}`).join("; ");
    const label = `The line of scores from 1 to 100. Dots with their 95 % bands of error: ${told}.`;
    const ticks = [1, 20, 40, 60, 80, 100].flatMap((tick) => [
      make("line", { x1: x(tick), x2: x(tick), y1: base, y2: base + 6 }), make("text", { x: x(tick), y: base + 22 }, tick)]);
    const dots = scores.flatMap((score, i) => {
      const [low, high] = bandOfError(score, sem), y = 30 * i + 24, width = `${(92 * (high - low)) / 99}%`;
      return [make("rect", { x: x(low), y: y - 5, width, height: 10 }), make("circle", { cx: x(score), cy: y, r: 5 }),
        make("text", { x: x(score), y: y - 9 }, score)];
    });
    return make("svg", { role: "img", width: "100%", height: base + 30, "aria-label": label },
      make("line", { x1: x(1), x2: x(100), y1: base, y2: base }), ...ticks, ...dots);
  };
  /* Whether the higher of two scores is truly above the lower one. */
  const comparison = ([higher, lower], sem) => {
    const chance = chanceHigher(higher, lower, sem), shown = datum("chance", chance, chanceInWords(chance));
    return make("p", {}, make("strong", {}, `Is the ${higher} truly above the ${lower}?`), " In ", shown,
      ` such pairs, if your error of ${points(sem)} is right and nothing else is known. The scores lie ${higher - lower} apart; `
      + `luck alone puts two equal people more than ${points(smallestRealDifference(sem))} apart in 5 of 100 cases.`);
  };

  const results = make("div"), unsaid = make("div"), summary = make("p", { class: "summary" });
  const spoken = make("p", { role: "status", class: "spoken" }), semShown = make("p", { class: "sem" });
  const slider = make("input", { id: "reader-sem", type: "range", ...SLIDER, "aria-describedby": "reader-sem-hint" });
  const nearWords = make("span"), nearButton = make("button", { type: "button" });
  const near = make("p", { class: "near" }, nearWords, " ", nearButton);
  const fields = [field("reader-first", "Score", "A whole number from 1 to 100"),
    field("reader-second", "Second score, to compare", "A whole number from 1 to 100, or empty")];
  const inputs = fields.map((one) => one.querySelector("input"));
  let now, heard, timer, isUnsaved = false, valueBefore; // what is typed and set, and what was last said of it

  /* Read the form, and show beside each field what must be mended; then there are no scores. */
  const take = () => {
    const read = inputs.map((input, i) => readScore(input.value, i === 1));
    const mend = read.flatMap(({ error = "" }, i) => {
      inputs[i].setAttribute("aria-invalid", error !== "");
      fields[i].querySelector(".error").textContent = error;
      return error ? [`${fields[i].querySelector("label").textContent}: ${error}`] : [];
    }).join(" ");
    const typed = mend ? [] : read.flatMap(({ score = [] }) => score);
    const pair = typed.length === 2 && [Math.max(...typed), Math.min(...typed)];
    return { scores: [...new Set(typed)], pair, sem: Number(slider.value), mend };
  };
  /* Show everything for what is typed and set. */
  const show = () => {
    now = take();
    const { scores, pair, sem, mend } = now;
    semShown.textContent = `${points(sem)}, ${semInWords(sem)}`;
    slider.setAttribute("aria-valuetext", semShown.textContent);
    for (const part of [results, near, unsaid]) part.hidden = mend !== "";
    summary.textContent = mend ? "No result yet: mend what is said below the field." : inShort(now);
    results.replaceChildren();
    if (mend) return;
    results.append(drawing(scores, sem), table(scores, sem), make("p", {}, NOW), scores[1] ? comparison(pair, sem) : "");
    nearWords.replaceChildren(...nearInWords(scores));
    nearButton.hidden = Number.isNaN(errorNear(scores));
    nearButton.textContent = `Set the error to ${errorNear(scores).toFixed(1)}`;
    const cannot = [...(pair ? [unsaidOfTwo(pair, sem)] : []), ...unsaidOf(scores), ...UNSAID_OF_ALL];
    unsaid.replaceChildren(make("h3", {}, "What cannot be said"), make("ul", {}, ...cannot.map((one) => make("li", {}, ...one))));
  };
  /* When the reader pauses, say what is new: what must be mended, what the slider moved, or all; keep it in the address. */
  const pause = () => {
    const typed = ({ scores, pair, mend }) => String([scores, pair, mend]);
    if (typed(now) !== typed(heard)) spoken.textContent = now.mend || inShort(now);
    else if (now.sem !== heard.sem && !now.mend) spoken.textContent = moved(now);
    heard = now;
    if (!isUnsaved) return;
    const [score, other] = inputs.map((input) => input.value.trim()), sem = now.sem.toFixed(1);
    window.history.replaceState(null, "", `#${new URLSearchParams({ score, ...(other && { other }), sem })}`);
  };
  const refresh = (isInput) => {
    show();
    isUnsaved = isInput;
    window.clearTimeout(timer);
    timer = window.setTimeout(pause, QUIET);
  };
  const setError = (value) => { slider.value = value; refresh(true); };
  /* Fill the form from an address such as #score=52&other=20&sem=2.7; one without a score leads to a section: false. */
  const fill = (address) => {
    const asked = new URLSearchParams(address.slice(1));
    if (!asked.has("score")) return false;
    [inputs[0].value, inputs[1].value] = [asked.get("score"), asked.get("other") ?? ""];
    slider.value = Number(asked.get("sem")) || sample.value;
    return true;
  };

  const place = document.getElementById("read-a-score");
  for (const paragraph of place.querySelectorAll(":scope > p")) paragraph.remove();
  const marksLink = make("a", { href: "#the-two-marks-on-the-slider" }, "the two marks");
  const form = make("form", {}, make("div", { class: "fields" }, ...fields),
    make("label", { for: slider.id }, "Error of measurement (SEM)"), semShown, slider, make("div", { class: "marks" },
      mark(sample, "sample, average of all scores"), mark(ceiling, "ceiling if alike at all scores")),
    make("p", { id: "reader-sem-hint", class: "hint" }, MEANT, marksLink));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => refresh(true));
  nearButton.addEventListener("click", () => setError(errorNear(now.scores)));
  // A swipe that turns out to scroll the page is cancelled by the browser, after it has set the slider.
  slider.addEventListener("pointerdown", () => { valueBefore = slider.value; });
  slider.addEventListener("pointercancel", () => { slider.value = valueBefore; refresh(false); });
  window.addEventListener("hashchange", () => (fill(window.location.hash) ? refresh(false) : isUnsaved = false));
  place.append(make("div", { class: "number-reader" }, form, summary, spoken, results, near, unsaid));
  if (!fill(window.location.hash)) fill("#score=52&other=20");
  show();
  heard = now;
})();
