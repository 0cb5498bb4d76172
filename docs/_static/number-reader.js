/* The number reader: what can be said about one score or two, for an error that the reader sets.
   Its numbers, NUMBER_READER, are printed by notebook 03; its reference are the functions of helpers.meaning. */
(() => {
  "use strict";
  const Z95 = 1.959963984540054; // 95 % of a normal distribution lie within so many standard deviations
  const SLIDER = { min: 0.5, max: 10, step: 0.1 }; // in points
  const QUIET = 800; // milliseconds without a change before the result is said aloud and the address follows
  const IDLE = 10; // where accounts without any activity sat
  const numbers = NUMBER_READER, edges = numbers.low, open = edges.at(-1);
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

  /* The score in a field, or what is wrong with it. */
  const readScore = (text, mayBeEmpty) => {
    const typed = text.trim(), score = Number(typed.replace(",", "."));
    if (typed === "") return mayBeEmpty ? {} : { error: "Type a score: a whole number from 1 to 100." };
    if (!/^[+-]?(\d+[.,]?\d*|[.,]\d+)$/.test(typed)) {
      return { error: `“${typed}” is no number. Type a whole number from 1 to 100.` };
    }
    if (score < 1 || score > 100) return { error: `${typed} is off the scale, which runs from 1 to 100.` };
    if (Number.isInteger(score)) return { score };
    return { error: `Klout showed whole scores. Type ${Math.floor(score)} or ${Math.ceil(score)}.` };
  };

  /* ---- what is said */

  const percent = (share) => (100 * share).toFixed(1);
  const points = (x) => `${x.toFixed(1)} points`;
  const an = (score) => `${/^(8|11$|18$)/.test(score) ? "an" : "a"} ${score}`;
  const ends = (range) => range.map((end) => end.toFixed(0)).join(" to ");
  const about = ({ low, high }, words, show) => (low === high ? words : `about ${words} (${show(low)} to ${show(high)})`);
  const belowInWords = ({ below, isOpen }) => {
    if (isOpen) return `at least ${(Math.floor(1000 * below.low) / 10).toFixed(1)}\u00a0%`;
    return below.high === 0 ? "nobody" : about(below, `${percent(below.value)}\u00a0%`, percent);
  };
  const aboveInWords = ({ above, isOpen }) => {
    const people = (share) => String(Math.round(100 * share));
    if (above.low === 1 || above.high === 0) return above.high ? "all 100" : "nobody";
    return isOpen || above.value < 0.005 ? "fewer than 1" : about(above, people(above.value), people);
  };
  const chanceInWords = (chance) => {
    if (chance === 0.5) return "50 of 100";
    return chance >= 0.995 ? "more than 99 of 100" : `about ${Math.round(100 * chance)} of 100`;
  };
  /* What an error of this size means beside the two marks. */
  const semInWords = (sem) => {
    const { sample_sem: sample, ceiling_sem: ceiling } = numbers;
    const near = ({ low, high }) => sem > low - SLIDER.step / 2 && sem < high + SLIDER.step / 2;
    if (near(sample)) return "about what the sample suggests (synthetic)";
    if (near(ceiling)) return "about the ceiling that real data set";
    if (sem < sample.low) return "smaller than the sample suggests (synthetic)";
    return sem > ceiling.high ? "above the ceiling of the real data" : "between the sample (synthetic) and the real ceiling";
  };

  /* What cannot be said about one score. */
  const unsaidOf = (score) => {
    const band = bandOf(score), still = numbers.still_at_50, top = numbers[2013].at(-1);
    const lasts = `That ${an(score)} lasts. Of those at 50 or more in 2013, ${percent(still.value)}\u00a0% [${percent(still.low)}, `
      + `${percent(still.high)}] were still there a year later, n = ${still.n.toLocaleString("en")}. `;
    const where = band < 0 ? `Where ${an(score)} stood. The published bands begin at ${edges[0]}: nobody is counted below.`
      : score >= open ? `Where exactly ${an(score)} stood. The top band is open, from ${open} up, and held ${top} people in `
        + "2013: there is only a bound."
      : `Where between ${edges[band]} and ${edges[band + 1]} the people of that band sat. We spread them evenly; numbers `
        + "in brackets hold for any spread.";
    return [[where], ...(score >= 50 ? [[lasts, badge("real")]] : [])];
  };
  /* What cannot be said about two scores. */
  const unsaidOfTwo = (higher, lower, sem) => {
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
    ["Where a score of another country or year stands, or one of before August 2012, such as the blogger’s 52 of May 2012: "
      + "that was an older scale."],
    ["What a score means in real-life clout. This is a place among scores and nothing more; notebooks 04 and 05 test the rest."],
  ];

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
  const bounded = (name, { value, low, high }, words) =>
    [datum(name, value, words), datum(`${name}-low`, low, ""), datum(`${name}-high`, high, "")];
  const field = (id, label, hint) => make("div", {}, make("label", { for: id }, label),
    make("input", { id, inputmode: "numeric", autocomplete: "off", maxlength: 12,
      "aria-describedby": `${id}-hint ${id}-error` }),
    make("p", { id: `${id}-hint`, class: "hint" }, hint), make("p", { id: `${id}-error`, class: "error" }));
  /* A mark below the slider, which sets the slider when it is pressed. */
  const mark = ({ value, source }, words) => {
    const style = `--at: ${(value - SLIDER.min) / (SLIDER.max - SLIDER.min)}`;
    const button = make("button", { type: "button", style }, `${value.toFixed(1)} `, badge(source), make("span", {}, words));
    button.addEventListener("click", () => { slider.value = value; refresh(); });
    return button;
  };

  /* What can be said: a row for each thing, a column for each score. */
  const table = (scores, sem) => {
    const row = (head, source, cell) => make("tr", {}, make("th", { scope: "row" }, head, " ", source),
      ...scores.map((score, i) => make("td", {}, ...cell(score, i))));
    const below = (year) => (score, i) => {
      const place = placeOf(score, year);
      return bounded(`below-${year}-${i}`, place.below, belowInWords(place));
    };
    const above = (score, i) => {
      const place = placeOf(score, 2013);
      return bounded(`above-2013-${i}`, place.above, aboveInWords(place));
    };
    const band = (score, i) => {
      const range = bandOfError(score, sem);
      return [datum(`band-low-${i}`, range[0], `about ${ends(range)}`), datum(`band-high-${i}`, range[1], "")];
    };
    const [then, later] = [2013, 2014].map((year) => sum(numbers[year]).toLocaleString("en"));
    return make("table", { class: "table" },
      make("caption", {}, `What can be said: of ${then} scored people in Belgium in 2013, and of ${later} in 2014`),
      make("thead", {}, make("tr", {}, make("td"), ...scores.map((score) => make("th", { scope: "col" }, `Score ${score}`)))),
      make("tbody", {}, row("Percentile: scored people below it, 2013", badge("real"), below(2013)),
        row("The same a year later, 2014", badge("real"), below(2014)),
        row("Of 100 scored people, so many above it, 2013", badge("real"), above),
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
  /* Whether the difference of two scores is real. */
  const comparison = (higher, lower, sem) => {
    const chance = chanceHigher(higher, lower, sem), tie = higher === lower;
    const asked = tie ? `Is one ${higher} truly above the other?` : `Is the ${higher} truly above the ${lower}?`;
    return make("p", {}, make("strong", {}, asked), " In ", datum("chance", chance, chanceInWords(chance)),
      ` such pairs, if your error of ${points(sem)}`, tie ? " is right: nobody knows." : ` is right and nothing else is known. The scores lie ${higher - lower} apart; luck `
        + `alone puts two equal people more than ${points(smallestRealDifference(sem))} apart in 5 of 100 cases.`);
  };

  const results = make("div"), summary = make("p", { role: "status", class: "summary" }), semShown = make("p", { class: "sem" });
  const slider = make("input", { id: "reader-sem", type: "range", ...SLIDER, "aria-describedby": "reader-sem-hint" });
  const fields = [field("reader-first", "Score", "A whole number from 1 to 100"),
    field("reader-second", "Second score, to compare", "A whole number from 1 to 100, or empty")];
  const inputs = fields.map((one) => one.querySelector("input"));
  let timer = 0;

  /* Read the fields and show what is wrong beside each. Gives the scores, none where one must be mended. */
  const scoresTyped = () => {
    const read = inputs.map((input, i) => readScore(input.value, i === 1));
    inputs.forEach((input, i) => {
      input.setAttribute("aria-invalid", "error" in read[i]);
      fields[i].querySelector(".error").textContent = read[i].error ?? "";
    });
    return read.some((one) => "error" in one) ? [] : read.filter((one) => "score" in one).map((one) => one.score);
  };
  /* A sentence for each score and one for the pair, which a screen reader says when the reader pauses. */
  const inShort = (scores, sem) => {
    if (!scores.length) return "No result yet: mend what is said below the field.";
    const told = [...new Set(scores)].map((score) =>
      `${score}: below it ${belowInWords(placeOf(score, 2013))} in 2013, band ${ends(bandOfError(score, sem))}.`);
    const chance = () => chanceInWords(chanceHigher(Math.max(...scores), Math.min(...scores), sem));
    return told.join(" ") + (told.length === 2 ? ` The difference is real in ${chance()} such pairs.` : "");
  };
  /* Show everything for what is typed and set; say it, and put it into the address, when the reader pauses. */
  const refresh = () => {
    const scores = scoresTyped(), sem = Number(slider.value), pair = [Math.max(...scores), Math.min(...scores), sem];
    const two = scores.length === 2, said = two ? [unsaidOfTwo(...pair)] : [];
    const unsaid = [...said, ...[...new Set(scores)].flatMap(unsaidOf), ...UNSAID_OF_ALL];
    semShown.textContent = `${points(sem)}, ${semInWords(sem)}`;
    slider.setAttribute("aria-valuetext", semShown.textContent);
    results.replaceChildren(...(scores.length ? [drawing(scores, sem), table(scores, sem),
      make("p", {}, "And now? Klout closed in May 2018, and nobody has a distribution of today. Real data go as far as 2014."),
      ...(two ? [comparison(...pair)] : []), make("h3", {}, "What cannot be said"),
      make("ul", {}, ...unsaid.map((parts) => make("li", {}, ...parts)))] : []));
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const [score, other] = inputs.map((input) => input.value.trim());
      window.history.replaceState(null, "", `#${new URLSearchParams({ score, ...(other && { other }), sem: sem.toFixed(1) })}`);
      summary.textContent = inShort(scores, sem);
    }, QUIET);
  };
  /* Take scores and error from the address, as in #score=52&other=20&sem=2.7; else begin with the blogger's question. */
  const follow = () => {
    const asked = new URLSearchParams(window.location.hash.slice(1)), linked = asked.has("score");
    inputs[0].value = linked ? asked.get("score") : 52;
    inputs[1].value = linked ? (asked.get("other") ?? "") : 20;
    slider.value = Number(asked.get("sem")) || numbers.sample_sem.value;
    refresh();
  };

  const place = document.getElementById("read-a-score");
  for (const paragraph of place.querySelectorAll(":scope > p")) paragraph.remove();
  const marks = [mark(numbers.sample_sem, "the sample"), mark(numbers.ceiling_sem, "at most, by real scores")];
  const meant = "How far a score would scatter if the same person lived the same weeks again. Klout never published it.";
  const form = make("form", {}, make("div", { class: "fields" }, ...fields),
    make("label", { for: slider.id }, "Error of measurement (SEM)"), semShown, slider,
    make("div", { class: "marks" }, ...marks), make("p", { id: "reader-sem-hint", class: "hint" }, meant));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", refresh);
  window.addEventListener("hashchange", follow);
  place.append(make("div", { class: "number-reader" }, form, summary, results));
  follow();
})();
