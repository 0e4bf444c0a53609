import { expect, test } from 'vitest'
import { BASE_IMAGES as RECIPES } from '../../../../infra/images/build.ts'
import { BASE_IMAGES } from './base-images.ts'

test('every recipe is offered, and nothing else', () => {
  expect([...BASE_IMAGES]).toEqual([...RECIPES])
})
