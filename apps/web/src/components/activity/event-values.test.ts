import { expect, test } from 'vitest'
import { eventValues } from './event-values.ts'

test('an event of the quota names bytes as people read them', () => {
  const values = eventValues({ app: null, data: { used: 850_000_000, quota: 1024 ** 3 } })
  expect(values).toMatchObject({ app: '', release: '', used: '810.6 MiB', quota: '1 GiB' })
})

test('a release is named by its number, and what an event does not have is empty', () => {
  expect(eventValues({ app: 'shop', data: { release: 3, used: 'much' } })).toEqual({
    app: 'shop',
    course: '',
    host: '',
    project: '',
    volume: '',
    lab: '',
    node: '',
    version: '',
    repository: '',
    release: '#3',
    used: '',
    quota: '',
    bytes: '',
    tags: '',
    images: '',
  })
})
