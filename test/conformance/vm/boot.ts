import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kernel } from './debian-kernel.ts'

const DISK_BYTES = 4 * 1024 ** 3

export type Boot = {
  /** of this boot; console.log and report.json are written there */
  readonly folder: string
  readonly kernel: Kernel
  readonly initialDisk: string
  readonly timeoutMs: number
}

/** Boots a machine that has the host's root read-only, and waits until it is off or its time is over. */
export async function bootMachine({ folder, kernel, initialDisk, timeoutMs }: Boot): Promise<void> {
  const disk = join(folder, 'disk.img')
  await writeFile(disk, '')
  await truncate(disk, DISK_BYTES)
  const errors = await open(join(folder, 'qemu.log'), 'w')
  const machine = spawn('qemu-system-x86_64', machineArguments({ folder, kernel, initialDisk, disk }), {
    stdio: ['ignore', errors.fd, errors.fd],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  try {
    const [code, signal] = await once(machine, 'exit')
    if (code !== 0) throw new Error(`the machine ended with ${signal ?? code}: see ${folder}`)
  } finally {
    await errors.close()
  }
}

function machineArguments(machine: Omit<Boot, 'timeoutMs'> & { readonly disk: string }): readonly string[] {
  const { folder, kernel, initialDisk, disk } = machine
  return [
    ...['-nodefaults', '-no-reboot', '-display', 'none', '-net', 'none'],
    // emulated: the KVM of a machine that is itself virtual starts no kernel, or never ends
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '3072'],
    ...['-kernel', kernel.image, '-initrd', initialDisk, '-append', 'console=ttyS0 panic=-1'],
    ...['-serial', `file:${join(folder, 'console.log')}`, '-serial', `file:${join(folder, 'report.json')}`],
    ...['-drive', `file=${disk},if=virtio,format=raw,cache=unsafe`],
    '-virtfs',
    'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap',
  ]
}
