/** What `images build` can make; the recipes lie in infra/images, which is not loaded for a list. */
export const BASE_IMAGES = ['busybox', 'welcome', 'debian:12', 'node:24', 'python:3.11'] as const
