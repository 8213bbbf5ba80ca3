import type Database from 'better-sqlite3';

/**
 * How SQLite goes about each statement that some work prepares: the lines of EXPLAIN QUERY PLAN.
 *
 * @param values what stands for a parameter, by its name or `?`; 1 where nothing is named
 */
export function queryPlansOf(
  database: Database.Database,
  work: () => void,
  values: Readonly<Record<string, unknown>> = {},
): string[][] {
  const asked: string[] = [];
  const prepare = database.prepare;
  database.prepare = ((sql: string) => {
    asked.push(sql);
    return prepare.call(database, sql);
  }) as typeof database.prepare;
  try {
    work();
  } finally {
    database.prepare = prepare;
  }
  return asked.map((sql) => {
    const names = [...sql.matchAll(/@(\w+)|\?/g)].map(([, name]) => name);
    const named = names.flatMap((name) => (name === undefined ? [] : [[name, values[name] ?? 1]]));
    const unnamed = names.filter((name) => name === undefined).map(() => values['?'] ?? 1);
    const given = named.length > 0 ? [Object.fromEntries(named)] : [];
    const explain = prepare.call(database, `EXPLAIN QUERY PLAN ${sql}`) as Database.Statement;
    const lines = explain.all(...unnamed, ...given);
    return (lines as { detail: string }[]).map(({ detail }) => detail);
  });
}
