import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { chooseFiles } from './choose-files.ts'
import { readZip } from './read-zip.ts'

type Member = { readonly name: string; readonly text: string; readonly claims?: number }

/** An archive as a program would write it, but for what a member claims to hold. */
function zip(members: readonly Member[], flags = 0): File {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let start = 0
  for (const { name, text, claims = text.length } of members) {
    const packed = deflateRawSync(text)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(name.length, 26)
    const row = Buffer.alloc(46)
    row.writeUInt32LE(0x02014b50)
    row.writeUInt16LE(flags, 8)
    row.writeUInt16LE(8, 10)
    row.writeUInt32LE(packed.length, 20)
    row.writeUInt32LE(claims, 24)
    row.writeUInt16LE(name.length, 28)
    row.writeUInt32LE(start, 42)
    local.push(head, Buffer.from(name), packed)
    central.push(row, Buffer.from(name))
    start += head.length + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt32LE(Buffer.concat(central).length, 12)
  end.writeUInt32LE(start, 16)
  return new File([Buffer.concat([...local, ...central, end])], 'app.zip')
}

async function textsOf(archive: File): Promise<Record<string, string>> {
  const { files } = await chooseFiles(await readZip(archive))
  return Object.fromEntries(
    await Promise.all([...files].map(async ([path, content]) => [path, await content.text()])),
  )
}

test('files are read with their folders, without what is ignored', async () => {
  const archive = zip([
    { name: '.gitignore', text: 'dist/\n' },
    { name: 'dist/a.js', text: 'a' },
    { name: 'src/b.js', text: 'b'.repeat(1000) },
  ])
  expect(await textsOf(archive)).toEqual({ '.gitignore': 'dist/\n', 'src/b.js': 'b'.repeat(1000) })
})

test('each folder’s .gitignore is for its folder, and one with a pattern that is none is told', async () => {
  const archive = zip([
    { name: 'a/.gitignore', text: 'out/\n!x.log\n' },
    { name: '.gitignore', text: '*.log\n' },
    { name: 'a/out/b', text: 'b' },
    { name: 'a/x.log', text: 'x' },
    { name: 'b/out/x.log', text: 'x' },
    { name: 'b/out/y', text: 'y' },
  ])
  const taken = ['.gitignore', 'a/.gitignore', 'a/x.log', 'b/out/y']
  expect(Object.keys(await textsOf(archive)).toSorted()).toEqual(taken)
  const bad = zip([
    { name: 'a/.gitignore', text: '[x\n' },
    { name: 'a/b', text: 'b' },
    { name: 'c', text: 'c' },
  ])
  await expect(textsOf(bad)).rejects.toMatchObject({ reason: 'badIgnore' })
})

test('an archive of one folder is that folder', async () => {
  const archive = zip([
    { name: 'app-main/Dockerfile', text: 'FROM x' },
    { name: 'app-main/a/b', text: 'b' },
  ])
  expect(Object.keys(await textsOf(archive))).toEqual(['Dockerfile', 'a/b'])
})

test.each(['../evil', '/etc/passwd', 'a/../../b', 'a\\..\\b'])(
  'a name that leads out is refused: %s',
  async (name) => {
    await expect(readZip(zip([{ name, text: 'x' }]))).rejects.toMatchObject({ reason: 'badPath' })
  },
)

test('a bomb is refused, whatever it claims to hold', async () => {
  const text = '0'.repeat(100_000)
  await expect(textsOf(zip([{ name: 'a', text, claims: 10 }]))).rejects.toMatchObject({ reason: 'badZip' })
  const huge = zip([{ name: 'a', text, claims: 600 * 1024 ** 2 }])
  await expect(readZip(huge)).rejects.toMatchObject({ reason: 'tooLarge' })
})

test('what is no archive, is encrypted or is cut off is refused', async () => {
  await expect(readZip(new File(['hello'], 'a.zip'))).rejects.toMatchObject({ reason: 'badZip' })
  await expect(textsOf(zip([{ name: 'a', text: 'x' }], 1))).rejects.toMatchObject({ reason: 'badZip' })
  const whole = zip([{ name: 'a', text: 'x' }])
  await expect(readZip(new File([whole.slice(0, whole.size - 4)], 'a.zip'))).rejects.toMatchObject({
    reason: 'badZip',
  })
})
