import { parseRuntimeConfig } from '@berth/oci'
import { expect, test } from 'vitest'
import { EVERY_FIELD } from './every-field.ts'
import { type FieldPath, fieldName, formatPath, placesIn, withValue } from './field-path.ts'
import { outcomeOf } from './outcome.ts'

const PLACES = placesIn(EVERY_FIELD)

/** Free texts below names that anybody may choose. */
const VALUES: readonly unknown[] = [
  -1,
  0,
  1.5,
  2 ** 32,
  2 ** 64,
  '',
  'NO_SUCH_NAME',
  'with\0nul',
  true,
  [],
  [[]],
  {},
  'a'.repeat(100_000),
]

test('each field with a value of another kind is refused in one line by its path', () => {
  for (const path of PLACES) {
    const value = valueAt(path)
    for (const wrong of otherKinds(value)) {
      const said = refusalOf(withValue(EVERY_FIELD, path, wrong))
      expect(said, formatPath(path)).toMatch(/^config\.json: .+: found .+, allowed: .+$/)
      expect(said.startsWith(`config.json: ${formatPath(path)}`), `${formatPath(path)}: ${said}`).toBe(true)
    }
  }
})

test('names outside of their closed sets are refused with those that there are', () => {
  const closed = PLACES.filter((path) => isName(valueAt(path)))
  expect(closed.length).toBeGreaterThan(15)
  for (const path of closed) {
    const prefix = String(valueAt(path)).split('_')[0] ?? ''
    const said = refusalOf(withValue(EVERY_FIELD, path, `${prefix}_NO_SUCH_NAME`))
    expect(said).toMatch(
      new RegExp(`^config\\.json: [^:]+: found "${prefix}_NO_SUCH_NAME", allowed: ${prefix}`),
    )
  }
})

test('numbers outside of their range are refused by their path', () => {
  const numbers = PLACES.filter((path) => typeof valueAt(path) === 'number')
  for (const path of numbers) {
    for (const wrong of [1.5, 2 ** 70]) {
      const said = refusalOf(withValue(EVERY_FIELD, path, wrong))
      expect(said, fieldName(path)).toContain(`config.json: ${formatPath(path)}: found `)
    }
  }
})

test('whatever stands in a field, it is taken or refused in one short line', () => {
  for (const path of PLACES) {
    for (const value of VALUES) {
      const said = refusalOf(withValue(EVERY_FIELD, path, value))
      expect(said.includes('\n'), formatPath(path)).toBe(false)
      expect(said.length, said).toBeLessThan(2000)
      expect(said, formatPath(path)).not.toMatch(/^(TypeError|RangeError|SyntaxError)/)
    }
  }
})

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Z]+_[A-Z_0-9]+$/.test(value)
}

function otherKinds(value: unknown): readonly unknown[] {
  const all: readonly unknown[] = ['text', 5, true, ['a'], { a: 1 }]
  return all.filter((other) => kindOf(other) !== kindOf(value))
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}

function valueAt(path: FieldPath): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), EVERY_FIELD)
}

/** What the first refusal says, be it of the schema or of the compiler; nothing when it is taken. */
function refusalOf(document: unknown): string {
  try {
    parseRuntimeConfig(JSON.stringify(document))
    outcomeOf(document)
    return ''
  } catch (error) {
    return error instanceof Error && error.name === 'BerthError' ? error.message : String(error)
  }
}
