import { expect, test } from 'vitest'
import { gitCommand } from './git-command.ts'

const url = 'https://git.example/acme/shop.git'

test('what is left empty is left out', () => {
  expect(gitCommand('', { url: '', branch: '', directory: '' })).toBe('berth deploy APP --git URL --wait')
  expect(gitCommand('shop', { url, branch: 'next', directory: 'web' })).toBe(
    `berth deploy shop --git ${url} --branch next --directory web --wait`,
  )
})
