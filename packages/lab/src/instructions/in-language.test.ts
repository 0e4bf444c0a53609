import { expect, test } from 'vitest'
import { readLab } from '../read/read-lab.ts'
import { inLanguage } from './in-language.ts'

const LAB = `title: Hello
description: A lab
language: en
containers:
  box: { image: base }
checks:
  - { name: one, title: Make a file, run: test -e /x }
  - { name: two, title: Make another, run: test -e /y }
translations:
  zh-CN: { title: 你好, checks: { one: 新建文件 } }
`
const FILES = {
  'lab.yml': LAB,
  'instructions/1.md': '# First\n```check one\n```\n',
  'instructions/1.zh-CN.md': '# 第一页\n```check one\n```\n',
  'instructions/2.md': '# Second `x`\n',
}

function specOf(files: Record<string, string>) {
  const read = readLab(files)
  if (read.kind === 'wrong') throw new Error(read.problems[0].message)
  return read.spec
}

test('a lab is read in the language of its reader; what is not translated is as it was written, and says so', () => {
  const spec = specOf(FILES)
  expect(spec.pages.map(({ title }) => title)).toEqual(['First', 'Second `x`'])
  expect(inLanguage(spec, 'zh-CN')).toMatchObject({
    ...{ title: '你好', description: 'A lab', checks: { one: '新建文件', two: 'Make another' } },
    pages: [
      { title: '第一页', untranslated: false, blocks: [{ action: { name: 'one', title: '新建文件' } }] },
      { title: 'Second `x`', untranslated: true },
    ],
  })
  expect(inLanguage(spec, 'zh')).toMatchObject({ title: '你好' })
  expect(inLanguage(spec, 'en-GB').pages.some(({ untranslated }) => untranslated)).toBe(false)
  expect(inLanguage(spec, 'de').pages.every(({ untranslated }) => untranslated)).toBe(true)
})

test('of a lab that says nothing of languages nothing is said to be missing', () => {
  const spec = specOf({
    'lab.yml': 'title: Hello\ncontainers: { box: { image: base } }\n',
    'instructions/1.md': '# A',
  })
  expect(inLanguage(spec, 'de').pages).toMatchObject([{ title: 'A', untranslated: false }])
})

test('a check that is not there has no title, and a name of two parts is a page', () => {
  const read = readLab({ ...FILES, 'lab.yml': LAB.replace('{ one: ', '{ nine: ') })
  expect(read).toMatchObject({
    problems: [{ file: 'lab.yml', line: 10, message: expect.stringContaining('there is no such check') }],
  })
  const plain = specOf({
    'lab.yml': 'title: Hello\ncontainers: { box: { image: base } }\n',
    'instructions/2.zh.md': '# Alone',
  })
  expect(plain.pages).toMatchObject([{ title: 'Alone' }])
})
