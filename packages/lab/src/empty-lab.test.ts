import { expect, test } from 'vitest'
import { emptyLab } from './empty-lab.ts'
import { readLab } from './read/read-lab.ts'

test.each(['Hello', 'a "quoted": title', '第一课'])('a new lab called %j is right', (title) => {
  expect(readLab(emptyLab(title))).toMatchObject({ kind: 'ok', spec: { title, pages: [{ title: 'Begin' }] } })
})
