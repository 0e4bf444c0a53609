import { expect, test } from 'vitest'
import { chooseDeployBranch } from './deploy-branch.ts'

const A = 'a'.repeat(40)
const empty = { deployBranch: 'main', refs: new Map<string, string>() }
const pushOf = (...names: string[]) =>
  names.map((name) => ({ name: `refs/heads/${name}`, old: null, new: A }))

test('main and master both deploy when they come first', () => {
  expect(chooseDeployBranch(empty, pushOf('main'))).toBe('main')
  expect(chooseDeployBranch(empty, pushOf('master'))).toBe('master')
  expect(chooseDeployBranch(empty, pushOf('main', 'master'))).toBe('main')
  expect(chooseDeployBranch({ ...empty, refs: new Map([['refs/heads/dev', A]]) }, pushOf('master'))).toBe(
    'master',
  )
})

test('what was decided stays', () => {
  const main = { deployBranch: 'main', refs: new Map([['refs/heads/main', A]]) }
  expect(chooseDeployBranch(main, pushOf('master'))).toBe('main')
  expect(chooseDeployBranch({ ...empty, deployBranch: 'live' }, pushOf('master'))).toBe('live')
})

test('a first push of one branch deploys it, whatever its name', () => {
  expect(chooseDeployBranch(empty, pushOf('dev'))).toBe('dev')
  expect(chooseDeployBranch(empty, pushOf('dev', 'next'))).toBe('main')
  const known = { ...empty, refs: new Map([['refs/heads/dev', A]]) }
  expect(chooseDeployBranch(known, pushOf('next'))).toBe('main')
})
