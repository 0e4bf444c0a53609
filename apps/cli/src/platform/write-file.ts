import { chown, open, rename } from 'node:fs/promises'

/** Written aside, synced and renamed, with mode and owner set before anybody can see it. */
export async function writeFileAtomic(
  file: string,
  content: string,
  options: { readonly mode: number; readonly uid?: number; readonly gid?: number },
): Promise<void> {
  const aside = `${file}.${process.pid}.tmp`
  const handle = await open(aside, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.chmod(options.mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (options.uid !== undefined) await chown(aside, options.uid, options.gid ?? 0)
  await rename(aside, file)
}
