import type { LinuxResources } from '@berth/oci'
import { type Compiled, compiled, refused, type ResourceSetting } from './setting.ts'

type BlockIo = NonNullable<LinuxResources['blockIO']>
type Throttle =
  | 'throttleReadBpsDevice'
  | 'throttleWriteBpsDevice'
  | 'throttleReadIOPSDevice'
  | 'throttleWriteIOPSDevice'

/** Where each limit stands: file of v1, key in io.max of v2. */
const THROTTLES: Readonly<Record<Throttle, readonly [v1: string, v2: string]>> = {
  throttleReadBpsDevice: ['blkio.throttle.read_bps_device', 'rbps'],
  throttleWriteBpsDevice: ['blkio.throttle.write_bps_device', 'wbps'],
  throttleReadIOPSDevice: ['blkio.throttle.read_iops_device', 'riops'],
  throttleWriteIOPSDevice: ['blkio.throttle.write_iops_device', 'wiops'],
}

export function blockSettings(block: BlockIo, version: 1 | 2): Compiled {
  const throttles = Object.entries(THROTTLES).flatMap(([key, names]) =>
    throttled(block, key).map(({ major, minor, rate }) => ({ device: `${major}:${minor}`, rate, names })),
  )
  if (version === 1) {
    return compiled([
      ...weightsV1(block),
      ...throttles.map(({ device, rate, names }) => setting(names[0], `${device} ${rate}`)),
    ])
  }
  // there, 0 would stop the device; as in v1, it lifts the limit
  const limits = throttles.map(({ device, rate, names }) =>
    setting('io.max', `${device} ${names[1]}=${rate || 'max'}`),
  )
  return compiled([...weightsV2(block), ...limits])
}

function throttled(block: BlockIo, key: string): NonNullable<BlockIo[Throttle]> {
  return Object.hasOwn(THROTTLES, key) ? (block[key as Throttle] ?? []) : []
}

/** The files of CFQ, which are those of BFQ since Linux 5.0. */
function weightsV1({ weight, leafWeight, weightDevice = [] }: BlockIo): readonly (ResourceSetting | false)[] {
  return [
    !!weight && either('blkio.weight', 'blkio.bfq.weight', String(weight)),
    !!leafWeight && setting('blkio.leaf_weight', String(leafWeight)),
    ...weightDevice.flatMap(({ major, minor, weight: own, leafWeight: leaf }) => [
      !!own && either('blkio.weight_device', 'blkio.bfq.weight_device', `${major}:${minor} ${own}`),
      !!leaf && setting('blkio.leaf_weight_device', `${major}:${minor} ${leaf}`),
    ]),
  ]
}

function weightsV2({ weight, leafWeight, weightDevice = [] }: BlockIo): readonly (ResourceSetting | false)[] {
  if (leafWeight || weightDevice.some((device) => device.leafWeight)) {
    throw refused('blockIO.leafWeight', 'cgroup v2 has no weight of leaves')
  }
  return [
    !!weight && weightV2('default', weight),
    ...weightDevice.map(({ major, minor, weight: own }) => !!own && weightV2(`${major}:${minor}`, own)),
  ]
}

function weightV2(of: string, weight: number): ResourceSetting {
  return {
    ...setting('io.bfq.weight', `${of} ${weight}`),
    otherwise: { name: 'io.weight', value: `${of} ${ioWeight(weight)}` },
  }
}

/** From 10..1000 to 1..10000. */
function ioWeight(weight: number): number {
  return Math.floor(1 + ((Math.max(weight, 10) - 10) * 9999) / 990)
}

function either(name: string, other: string, value: string): ResourceSetting {
  return { ...setting(name, value), otherwise: { name: other, value } }
}

function setting(name: string, value: string): ResourceSetting {
  return { controller: 'blkio', name, value }
}
