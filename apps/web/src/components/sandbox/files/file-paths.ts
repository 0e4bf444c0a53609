/** Absolute paths of files in a container, as the file browser goes through them. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`
}

export function parentOf(path: string): string {
  const at = path.lastIndexOf('/')
  return at <= 0 ? '/' : path.slice(0, at)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Each folder on the way, the root first. */
export function stepsOf(path: string): { readonly name: string; readonly path: string }[] {
  const names = path.split('/').filter((name) => name !== '')
  const steps = names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` }))
  return [{ name: '/', path: '/' }, ...steps]
}

/** A name for something in a folder, not a way to another one. */
export function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0')
}
