import { PROVIDERS, type ProviderId } from '../api.js';
import { Choice } from './fields.js';
import { useWords } from './words/index.js';

interface Props {
  readonly value: ProviderId;
  readonly choose: (provider: ProviderId) => void;
}

/** The servers that the sandbox plays. */
export function ProviderChoice({ value, choose }: Props) {
  const { settings, providers } = useWords();
  return (
    <Choice<ProviderId>
      legend={settings.provider}
      look="cards"
      value={value}
      options={PROVIDERS.map((id) => ({ value: id, label: providers[id].name, hint: providers[id].text }))}
      choose={choose}
    />
  );
}
