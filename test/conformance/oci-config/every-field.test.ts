import { expect, test } from 'vitest'
import { runtimeConfigSchema } from '../../../packages/oci/src/runtime-config/runtime-config.ts'
import { EVERY_FIELD, REFUSED_FIELDS } from './every-field.ts'
import { fieldName, formatPath, placesIn, withValue } from './field-path.ts'
import { outcomeOf } from './outcome.ts'
import { fieldsOf } from './schema-fields.ts'

const FIELDS = fieldsOf(runtimeConfigSchema)
const REQUIRED = new Set(FIELDS.filter(({ required }) => required).map(({ name }) => name))
const PLACES = placesIn(EVERY_FIELD)
const WHOLE = outcomeOf(EVERY_FIELD)

/** What the specification gives no effect in this place. */
const WITHOUT_EFFECT: readonly string[] = [
  'linux.seccomp.architectures[0]', // the machine's own is always one of them
  'mounts[0].type', // the options say that it is a bind mount
]

test('every field that is read is tried here', () => {
  const tried = new Set(PLACES.map(fieldName))
  const untried = FIELDS.map(({ name }) => name).filter(
    (name) => !tried.has(name) && !Object.keys(REFUSED_FIELDS).some((refused) => name.startsWith(refused)),
  )
  expect(untried).toEqual([])
})

test.each(PLACES.map((path) => ({ name: formatPath(path), path })))(
  '$name is obeyed, or refused by its path',
  ({ name, path }) => {
    const without = withValue(EVERY_FIELD, path, undefined)
    if (REQUIRED.has(fieldName(path))) expect(() => outcomeOf(without)).toThrow(name)
    else expect(changed(without)).toBe(!WITHOUT_EFFECT.includes(name))
  },
)

test.each(Object.entries(REFUSED_FIELDS))('%s is refused by its path', (name, value) => {
  const document = withValue(EVERY_FIELD, name.split('.'), value)
  expect(saidOf(document)).toContain(`${name}: `)
})

/** That something else comes of it, were it an error. */
function changed(document: unknown): boolean {
  return saidOf(document) !== WHOLE
}

function saidOf(document: unknown): string {
  try {
    return outcomeOf(document)
  } catch (error) {
    return String(error)
  }
}
