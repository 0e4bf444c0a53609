import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { gitTree } from './git-tree.ts'

type Files = Readonly<Record<string, string>>

const TREES: readonly (readonly [string, Files])[] = [
  [
    'one in the root',
    {
      '.gitignore': '*.log\n!keep.log\ndist/\n/only',
      'a/x.log': '',
      'a/keep.log': '',
      'a/dist/b': '',
      only: '',
      'a/only': '',
    },
  ],
  [
    'one of a folder is for its folder',
    { 'a/.gitignore': '/x\ny\n', x: '', y: '', 'a/x': '', 'a/y': '', 'a/b/x': '', 'a/b/y': '' },
  ],
  [
    'the nearer one decides',
    {
      '.gitignore': '*.log',
      'a/.gitignore': '!*.log',
      'a/b/.gitignore': 'x.log',
      'x.log': '',
      'a/x.log': '',
      'a/b/x.log': '',
      'a/b/y.log': '',
    },
  ],
  [
    'below what is left out nothing comes back',
    { '.gitignore': 'a', 'a/.gitignore': '!x', 'a/x': '', 'b/a/x': '', 'b/x': '' },
  ],
  [
    'a folder that is taken in again keeps the rules for its files',
    { '.gitignore': '*.log\nout\n!a/out\n', 'a/out/x.log': '', 'a/out/x': '', 'b/out/x': '' },
  ],
  [
    'paths with slashes are of their file',
    {
      'a/.gitignore': 'b/*.txt\n!b/c.txt\n',
      'a/b/x.txt': '',
      'a/b/c.txt': '',
      'a/d/b/x.txt': '',
      'b/x.txt': '',
    },
  ],
  [
    'two stars',
    {
      'a/.gitignore': '**/t/**\nb/**/z',
      'a/t/x': '',
      'a/b/t/y/x': '',
      'a/b/z': '',
      'a/b/c/d/z': '',
      't/x': '',
    },
  ],
]

test.each(TREES)('as git itself: %s', (_, files) => {
  const taken = Object.keys(files).filter((file) => {
    const skip = gitTree((folder) => files[folder === '' ? '.gitignore' : `${folder}/.gitignore`])
    return !skip(file, false)
  })
  expect(taken.toSorted()).toEqual(takenByGit(files))
})

test('a folder’s file is read once, and never below what is left out', () => {
  const asked: string[] = []
  const skip = gitTree((folder) => {
    asked.push(folder)
    return folder === '' ? 'out\n' : undefined
  })
  expect(['a/x', 'a/y', 'out/b/x', 'a/out/x'].map((file) => skip(file, false))).toEqual([
    false,
    false,
    true,
    true,
  ])
  expect(asked).toEqual(['', 'a'])
})

function takenByGit(files: Files): string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'berth-git-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, env, encoding: 'utf8' })
  git('init', '--quiet')
  expect(readdirSync(root)).toContain('.git')
  return git('ls-files', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean).toSorted()
}
