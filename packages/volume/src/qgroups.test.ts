import { expect, test } from 'vitest'
import { parseQgroups } from './qgroups.ts'

const SHOWN = `Qgroupid    Referenced    Exclusive  Max referenced  Max exclusive   Path
--------    ----------    ---------  --------------  -------------   ----
0/5              16384        16384            none           none   <toplevel>
0/256         20971520     20971520        20971520           none   containers/con_a
0/257                0            0            none           none   <stale>
1/0           20971520     20971520            none           none   <0 member qgroups>
`

test('use and limit of each subvolume are read, and what has no path any more is known by it', () => {
  expect(parseQgroups(SHOWN)).toEqual({
    inconsistent: false,
    togetherBytes: 20971520,
    groups: [
      { id: '0/5', usedBytes: 16384, limitBytes: null, path: undefined },
      { id: '0/256', usedBytes: 20971520, limitBytes: 20971520, path: 'containers/con_a' },
      { id: '0/257', usedBytes: 0, limitBytes: null, path: undefined },
    ],
  })
})

test('books that the kernel does not trust any more are known', () => {
  expect(parseQgroups(`WARNING: qgroup data inconsistent, rescan recommended\n${SHOWN}`).inconsistent).toBe(
    true,
  )
})
