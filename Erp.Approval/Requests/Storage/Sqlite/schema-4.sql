-- Titles are found by the beginnings of their words: one entry a title, where there was a row for each beginning. The
-- words come as TitleTerms has them, and every beginning that it tells apart has an index of its own. Entries cannot be
-- replaced.
CREATE VIRTUAL TABLE approval_titles USING fts5 (
  words,
  content = '', columnsize = 0, detail = none,
  prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
  -- Characters that are younger than SQLite's tables (Cn) are of a word as well.
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Cn'"
);

DROP TABLE approval_terms;
