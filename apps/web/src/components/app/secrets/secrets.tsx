'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../../trpc/provider.tsx'
import { CliHint } from '../../cli-hint.tsx'
import { SecretsPanel } from '../../secrets/secrets-panel.tsx'
import { useAppName } from '../use-app.ts'
import { useChangeSecrets } from './use-change-secrets.ts'

/** What the app is given and nobody reads back. */
export function Secrets() {
  const name = useAppName()
  const secrets = useQuery(useTRPC().secrets.list.queryOptions(name))
  const changes = useChangeSecrets(name)
  return (
    <>
      <SecretsPanel owner="app" secrets={secrets} changes={changes} />
      <CliHint command={[`berth env ${name.app} set KEY=VALUE`, `berth secrets ${name.app} set NAME`]} />
    </>
  )
}
