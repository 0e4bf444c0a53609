import { expect, test } from 'vitest'
import { cgroupHierarchy } from './node-info.ts'

const v1 = 'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0'
const v2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0'

test.each([
  ['v1', v1],
  ['v2', v2],
  ['hybrid', `${v1}\n${v2}`],
])('%s is told from what is mounted', (hierarchy, mounts) => {
  expect(cgroupHierarchy(mounts)).toBe(hierarchy)
})
