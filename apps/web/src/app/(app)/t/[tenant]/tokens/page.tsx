import { Tokens } from '../../../../../components/tokens/tokens.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'

export default function TokensPage() {
  return (
    <OnlyAllowed permission="token:manage">
      <Tokens />
    </OnlyAllowed>
  )
}
