import { type FieldKind, OPERATIONS } from '../../packages/runtime/src/plan/operation.ts'

/** As native/plan-check.c reads them. */
const LETTER: Readonly<Record<FieldKind, string>> = { u32: '4', u64: '8', text: 't', texts: 'l', bytes: 'b' }

/** Operations that return only when they fail: a plan ends with one of them. */
const ENDS: ReadonlySet<string> = new Set(['exec', 'packFiles', 'unpackFiles', 'askFiles', 'rest'])

/** native/layouts.h: the fields of every operation, by its code. */
export function layoutsHeader(): string {
  const lines = Object.entries(OPERATIONS)
    .toSorted(([, a], [, b]) => a.code - b.code)
    .map(
      ([name, { code, fields }]) =>
        `\t[${code}] = "${lettersOf(fields)}${ENDS.has(name) ? '.' : ''}", /* ${name} */`,
    )
  return [
    '/* Written by infra/native/write-layouts.ts from src/plan/operation.ts; letters: plan-check.c */',
    '#ifndef BERTH_LAYOUTS_H',
    '#define BERTH_LAYOUTS_H',
    '',
    'static const char *const LAYOUTS[] = {',
    ...lines,
    '};',
    '',
    '#endif',
    '',
  ].join('\n')
}

function lettersOf(fields: Readonly<Record<string, FieldKind>>): string {
  return Object.values(fields)
    .map((kind) => LETTER[kind])
    .join('')
}
