import { expect, test } from 'vitest'
import { checkAttachRequest } from './attach-request.ts'

const request = {
  ...{ containerId: 'con_aaaaaaaaaaaaaaaa', tenantId: 'ten_aaaaaaaaaaaaaaaa' },
  ...{ projectId: 'prj_aaaaaaaaaaaaaaaa', hostname: 'shell-1', names: ['shell'] },
}

test.each(['prj_aaaaaaaaaaaaaaaa', 'sbx_aaaaaaaaaaaaaaaa'])('%s has a network of its own', (projectId) => {
  expect(() => checkAttachRequest({ ...request, projectId })).not.toThrow()
})

test.each(['app_aaaaaaaaaaaaaaaa', 'prj_short', '../etc', ''])('%j has none', (projectId) => {
  expect(() => checkAttachRequest({ ...request, projectId })).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  )
})
