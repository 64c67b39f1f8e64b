/** The tables of state.db. A migration is never changed once released; `user_version` of the file is the last one run. */
export const stateMigrations: readonly string[] = [
  `CREATE TABLE explanations (
     id TEXT PRIMARY KEY,
     created_ms INTEGER NOT NULL,
     service TEXT NOT NULL,
     state TEXT NOT NULL,
     -- the ExplanationSummary as JSON: a list reads no bodies
     summary TEXT NOT NULL,
     -- the Explanation without its feedback as JSON, zstd
     body BLOB NOT NULL
   ) STRICT;
   CREATE INDEX explanations_by_service ON explanations (service, id);
   CREATE TABLE feedback (
     explanation TEXT NOT NULL REFERENCES explanations (id) ON DELETE CASCADE,
     hypothesis TEXT NOT NULL,
     answer TEXT NOT NULL,
     time_ms INTEGER NOT NULL,
     PRIMARY KEY (explanation, hypothesis)
   ) STRICT;
   -- counted apart from feedback: what was learned outlives the explanations
   CREATE TABLE signatures (
     id TEXT PRIMARY KEY,
     seen INTEGER NOT NULL,
     confirmed INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE changes (
     service TEXT NOT NULL,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     time_ms INTEGER NOT NULL,
     -- the ReportedChange as JSON, zstd
     body BLOB NOT NULL,
     PRIMARY KEY (service, kind, id)
   ) STRICT;
   CREATE INDEX changes_by_time ON changes (time_ms);`,
  // Answers were kept by rank, which a later look could give to another hypothesis: whom they meant is not known.
  `DROP TABLE feedback;
   CREATE TABLE feedback (
     explanation TEXT NOT NULL REFERENCES explanations (id) ON DELETE CASCADE,
     -- what the hypothesis says: subjectOf of packages/model
     subject TEXT NOT NULL,
     answer TEXT NOT NULL,
     time_ms INTEGER NOT NULL,
     -- the SignatureTallies that it added, as JSON: what a changed answer takes back
     taught TEXT NOT NULL,
     PRIMARY KEY (explanation, subject)
   ) STRICT;
   UPDATE signatures SET seen = max(0, seen), confirmed = max(0, min(seen, confirmed));`,
];
