import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { Layout } from '@berth/image'
import type { Platform } from '@berth/oci'
import { busybox } from './busybox.ts'
import { debian12 } from './debian.ts'
import { node24 } from './node.ts'
import { python311 } from './python.ts'
import type { BuildOptions, Recipe } from './recipe.ts'
import { welcome } from './welcome.ts'

const RECIPES: Readonly<Record<string, Recipe>> = {
  busybox,
  welcome,
  'debian:12': debian12,
  'node:24': node24,
  'python:3.11': python311,
}

export const BASE_IMAGES: readonly string[] = Object.keys(RECIPES)

/** Builds one of BASE_IMAGES; its layout lies below `workDir`, which the caller removes. Error: input.invalid. */
export async function buildBaseImage(name: string, options: BuildOptions): Promise<Layout> {
  const recipe = RECIPES[name]
  if (!recipe) {
    throw new BerthError(
      'input.invalid',
      `there is no base image "${name}": choose from ${BASE_IMAGES.join(', ')}`,
    )
  }
  const dir = join(options.workDir, `${name.replace(':', '-')}-layout`)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  return recipe({ ...options, dir, platform: thisPlatform() })
}

function thisPlatform(): Platform {
  return { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch }
}
