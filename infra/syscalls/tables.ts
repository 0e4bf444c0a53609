/** A table of system calls to write, and where Debian has its headers. */
export type Table = {
  /** of the file, `numbers-<name>.ts` */
  readonly name: string
  readonly title: string
  /** one of Debian's `linux-libc-dev-<package>-cross` */
  readonly package: string
  /** the folder below /usr in which that package has `include` */
  readonly triplet: string
  /** what a compiler for this machine defines, and the headers ask for */
  readonly defines: readonly string[]
  /** added to each number of a call that is newer than the headers */
  readonly bit: number
}

export const TABLES: readonly Table[] = [
  {
    name: 'x64',
    title: 'x86_64',
    package: 'amd64',
    triplet: 'x86_64-linux-gnu',
    defines: ['__x86_64__'],
    bit: 0,
  },
  {
    name: 'i386',
    title: '32-bit x86',
    package: 'amd64',
    triplet: 'x86_64-linux-gnu',
    defines: ['__i386__'],
    bit: 0,
  },
  {
    name: 'x32',
    title: 'x32, each with its bit',
    package: 'amd64',
    triplet: 'x86_64-linux-gnu',
    defines: ['__x86_64__', '__ILP32__'],
    bit: 0x40000000,
  },
  {
    name: 'arm64',
    title: 'aarch64',
    package: 'arm64',
    triplet: 'aarch64-linux-gnu',
    defines: ['__aarch64__', '__LP64__'],
    bit: 0,
  },
  {
    name: 'arm',
    title: '32-bit ARM (EABI), with its private calls',
    package: 'armhf',
    triplet: 'arm-linux-gnueabihf',
    defines: ['__arm__', '__ARM_EABI__'],
    bit: 0,
  },
]
