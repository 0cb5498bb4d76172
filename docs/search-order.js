/* What a search lists first: headings, so that the glossary comes before a function of the same name; then words. */
var Scorer = {
  title: 15,
  partialTitle: 7,
  objNameMatch: 6,
  objPartialMatch: 3,
  objPrio: {},
  objPrioDefault: 0,
  term: 5,
  partialTerm: 2,
};
