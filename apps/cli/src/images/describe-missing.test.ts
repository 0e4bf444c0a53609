import { expect, test } from 'vitest'
import { describeMissing } from './describe-missing.ts'

test('a repository that is whole has nothing to be told', () => {
  expect(describeMissing({ contents: 0, tags: [] })).toBeUndefined()
})

test('what is lost is told with the tags that cannot be pulled, where there are any', () => {
  expect(describeMissing({ contents: 1, tags: [] })).toMatch(
    /^storage has lost one content of these images: /,
  )
  expect(describeMissing({ contents: 2, tags: ['1.0', 'latest'] })).toMatch(
    /^storage has lost 2 contents of these images \(1\.0, latest\): /,
  )
})
