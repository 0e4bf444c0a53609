import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { createBtrfs } from './btrfs.ts'

const BOOKS = `Qgroupid    Referenced    Exclusive  Max referenced  Max exclusive   Path
0/257            16384        16384         1048576           none   containers/con_a
`

function failing(times: number) {
  const asked: string[][] = []
  const btrfs = createBtrfs(async (_, args) => {
    asked.push([...args])
    if (asked.length <= times)
      throw new BerthError('disk.failed', "can't list qgroups: No such file or directory")
    return BOOKS
  })
  return { btrfs, asked }
}

test('books that cannot be read because a subvolume goes meanwhile are read again', async () => {
  const { btrfs, asked } = failing(2)
  expect((await btrfs.read('/disk/con_a', 'own')).groups).toMatchObject([
    { id: '0/257', limitBytes: 1_048_576 },
  ])
  expect(asked).toEqual(Array(3).fill(['qgroup', 'show', '-re', '--raw', '-f', '/disk/con_a']))
})

test('what stays unreadable is told', async () => {
  const { btrfs, asked } = failing(99)
  await expect(btrfs.read('/disk')).rejects.toThrow("can't list qgroups")
  expect(asked).toHaveLength(5)
})
