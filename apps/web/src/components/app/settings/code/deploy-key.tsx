'use client'

import { Button } from '@berth/ui/button.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../../trpc/provider.tsx'
import { CopyId } from '../../../copy-text.tsx'
import { ErrorCallout } from '../../../error-callout.tsx'
import { useAppName } from '../../use-app.ts'

/** The key that private code is fetched with over ssh: its public part is to be added where the repository is. */
export function DeployKey({ publicKey }: { publicKey: string | null }) {
  const t = useTranslations('code')
  const name = useAppName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const make = useMutation(
    trpc.git.makeKey.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.git.pathKey() }),
    }),
  )
  return (
    <section className="grid grid-cols-1 justify-items-start gap-2">
      <h3 className="text-sm font-medium">{t('key')}</h3>
      <p className="text-xs text-muted">{t('keyHint')}</p>
      {publicKey === null ? null : <CopyId text={publicKey} className="max-w-full" />}
      {make.error ? <ErrorCallout error={make.error} /> : null}
      <Button size="sm" busy={make.isPending} onClick={() => make.mutate(name)}>
        {t(publicKey === null ? 'makeKey' : 'renewKey')}
      </Button>
    </section>
  )
}
