import { expect, test } from 'vitest'
import { parseEnv } from './parse-env.ts'

const values = (text: string) => parseEnv(text).values

test('assignments, with or without export, spaces and comments', () => {
  expect(values('A=1\n  export B = two words # note\n# C=3\n\r\nD=')).toEqual({
    A: '1',
    B: 'two words',
    D: '',
  })
})

test('a value keeps its own equal signs and a hash that belongs to it', () => {
  expect(values('URL=postgres://a:b@c/d?x=1#frag')).toEqual({ URL: 'postgres://a:b@c/d?x=1#frag' })
})

test('single quotes keep everything, double quotes know escapes', () => {
  expect(values(`A='a\\n#b'\nB="x\\ny \\"z\\" \\\\"`)).toEqual({ A: 'a\\n#b', B: 'x\ny "z" \\' })
})

test('a quoted value may run over several lines', () => {
  expect(values('KEY="-----BEGIN\nabc\n-----END"\nNEXT=1')).toEqual({
    KEY: '-----BEGIN\nabc\n-----END',
    NEXT: '1',
  })
})

test('lines that cannot be read are named, and the rest is kept', () => {
  expect(parseEnv('A=1\nwhat is this\n1B=2\nC="never closed\nD=4')).toEqual({
    values: { A: '1', D: '4' },
    badLines: [2, 3, 4],
  })
})
