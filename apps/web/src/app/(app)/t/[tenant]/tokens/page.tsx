import { Tokens } from '../../../../../components/tokens/tokens.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('tokens')

export default function TokensPage() {
  return (
    <OnlyAllowed permission="token:manage">
      <Tokens />
    </OnlyAllowed>
  )
}
