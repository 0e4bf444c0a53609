import type { SandboxCheckView } from '@berth/protocol'
import { useMutationState } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'
import { withoutMarks } from '../markdown/split-marks.ts'

type Said = { readonly name: string } & Pick<NonNullable<SandboxCheckView['result']>, 'passed' | 'message'>

/**
 * For who does not see the page: what the check said that was asked for last in this window, by its button or from the
 * instructions. It is taken away while one is under way, so that the same answer is read out again.
 */
export function CheckSaid({ checks }: { checks: readonly SandboxCheckView[] }) {
  const t = useTranslations('sandbox')
  const mutationKey = useTRPC().sandboxes.check.mutationKey()
  const all = useMutationState({ filters: { mutationKey }, select: ({ state }) => state.data })
  const said = all.at(-1) as Said | undefined // what the procedure of that key answers
  const check = checks.find(({ name }) => name === said?.name)
  const parts =
    said && check
      ? [
          t('checkOf', { check: withoutMarks(check.title) }),
          t(said.passed ? 'passed' : 'failed'),
          ...(said.passed || said.message === '' ? [] : [said.message]),
        ]
      : []
  return (
    <p role="status" className="sr-only">
      {parts.join('. ')}
    </p>
  )
}
