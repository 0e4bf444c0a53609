import { expect, test } from 'vitest'
import { besideOf, foldersOf, placedAt } from './file-place.ts'

const home = { container: 'box', path: '/root', bytes: 1 }

test('a path lies below what the lab keeps, else where its shells begin', () => {
  expect(placedAt('a/notes.txt', { name: 'box', workdir: '/srv' }, home)).toBe('/root/a/notes.txt')
  expect(placedAt('notes.txt', { name: 'web', workdir: '/srv' }, home)).toBe('/srv/notes.txt')
  expect(placedAt('notes.txt', { name: 'web', workdir: null }, null)).toBe('/notes.txt')
  expect(placedAt('/etc/motd', { name: 'box', workdir: null }, home)).toBe('/etc/motd')
})

test('a copy has its own name and keeps the ending', () => {
  expect(besideOf('/root/notes.txt', 1)).toBe('/root/notes.new.txt')
  expect(besideOf('/root/Makefile', 2)).toBe('/root/Makefile.new2')
})

test('folders above a file come outermost first', () => {
  expect(foldersOf('/root/a/b/c')).toEqual(['/root', '/root/a', '/root/a/b'])
  expect(foldersOf('/c')).toEqual([])
})
