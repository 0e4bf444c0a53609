import { writeLayout } from '@berth/image'
import { debianLayer } from './debian.ts'
import { PATH_ENV, type Recipe } from './recipe.ts'

/** Debian 12 with its own Python, pip and venv. */
export const python311: Recipe = async (options) => {
  const { dir, platform } = options
  const packages = ['python3', 'python3-pip', 'python3-venv']
  return writeLayout({
    dir,
    platform,
    layers: [await debianLayer(dir, { ...options, packages })],
    config: { Env: [PATH_ENV], Cmd: ['python3'] },
    history: [`debootstrap --variant=minbase --include=${packages.join(',')} bookworm`],
  })
}
