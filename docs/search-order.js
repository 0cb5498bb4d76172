/* What a search lists first: notebooks and the glossary, then other pages of the collection, the data, what is for
   teachers, the code; within these, a heading inside a page before the whole page, and headings before words. */
const PLACES = [
  [/^(notebooks\/\d|docs\/(glossary|number-reader)$)/, 400],
  [/^data\//, 200],
  [/^docs\/teaching\//, 100],
  [/^(api\/|CONTRIBUTING|docs\/publishing)/, 0],
  [/^/, 300],
];
var Scorer = {
  title: 15,
  partialTitle: 7,
  objNameMatch: 6,
  objPartialMatch: 3,
  objPrio: {},
  objPrioDefault: 0,
  term: 5,
  partialTerm: 2,
  score: ([page, , place, , points]) => points + (place ? 20 : 0) + PLACES.find(([places]) => places.test(page))[1],
};

/* Numbers stand in no index. Whoever looks for one is led to the page that reads it, to the notebook about such
   numbers, and to titles that hold it; results are listed from the last to the first. */
const findWords = Search._performSearch;
Search._performSearch = (query, ...terms) => {
  const number = query.trim();
  const found = findWords(query, ...terms);
  if (!/^\d+$/.test(number)) return found;
  const { docnames, titles, filenames } = Search._index;
  const known = new Set(found.map(([page]) => page));
  const places = [...docnames.keys()].filter((at) => !known.has(docnames[at]));
  const holds = (at) => titles[at].split(/\D+/).includes(number);
  const leads = (at) => /^(notebooks\/03|docs\/number-reader$)/.test(docnames[at]);
  const rank = (at) => 2 * leads(at) + /^notebooks/.test(docnames[at]);
  const added = places.filter((at) => holds(at) || leads(at)).sort((a, b) => rank(a) - rank(b));
  return [...found, ...added.map((at) => [docnames[at], titles[at], "", null, 0, filenames[at], "title"])];
};

/* How many pages were found is read out: the words come after the place for them is known as one. */
const answer = Search.query;
Search.query = (query) => {
  Search.status.setAttribute("role", "status");
  window.setTimeout(() => answer(query), 100);
};
