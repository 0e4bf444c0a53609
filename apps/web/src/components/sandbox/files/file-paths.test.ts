import { expect, test } from 'vitest'
import { isName, joinPath, nameOf, parentOf, stepsOf } from './file-paths.ts'

test('a path is taken apart and put together, at the root too', () => {
  expect(joinPath('/', 'a')).toBe('/a')
  expect(joinPath('/root', 'a')).toBe('/root/a')
  expect(parentOf('/root/a')).toBe('/root')
  expect(parentOf('/a')).toBe('/')
  expect(nameOf('/root/a.txt')).toBe('a.txt')
  expect(stepsOf('/')).toEqual([{ name: '/', path: '/' }])
  expect(stepsOf('/var/www').map(({ path }) => path)).toEqual(['/', '/var', '/var/www'])
})

test('a name leads nowhere else', () => {
  expect(['a', '.profile', 'a b'].every(isName)).toBe(true)
  expect(['', '.', '..', 'a/b', 'a\0'].some(isName)).toBe(false)
})
