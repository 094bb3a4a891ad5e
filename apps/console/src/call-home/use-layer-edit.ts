import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Layer, SettingKey } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import {
  bodyOf,
  differences,
  draftOf,
  errorsByPart,
  mergeDrafts,
  type KeyDraft,
  type LayerDraft,
} from './layer-draft.js';
import { putLayer, SETTINGS_READS } from './settings-queries.js';

interface Edit {
  /** What the edit began from, or was last brought up to. */
  base: Layer;
  mine: LayerDraft;
  clashes: readonly string[];
}

/**
 * The edit of one layer. What somebody else saves meanwhile never replaces what is being typed: an untouched form
 * follows, a touched one says so and merges when asked. Saving names the revision the edit is based on.
 */
export function useLayerEdit(layer: Layer) {
  const client = useQueryClient();
  const [edit, setEdit] = useState<Edit>(() => ({ base: layer, mine: draftOf(layer), clashes: [] }));
  const changed = differences(draftOf(edit.base), edit.mine);
  const isBehind = layer.revision !== edit.base.revision;
  // The untouched form follows at once, while rendering: an effect would show the old values for a moment.
  if (isBehind && changed.length === 0) setEdit({ base: layer, mine: draftOf(layer), clashes: [] });
  const save = useMutation({
    mutationFn: (dryRun: boolean) =>
      putLayer(layer.scope, edit.base.revision, { body: bodyOf(edit.mine), dryRun }).then((saved) => ({
        dryRun,
        saved,
      })),
    onSuccess: async ({ dryRun, saved }) => {
      if (dryRun) return;
      setEdit({ base: saved, mine: draftOf(saved), clashes: [] });
      client.setQueryData(['layer', layer.scope], saved);
      await Promise.all(SETTINGS_READS.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
    onError: async (error) => {
      // The newer revision has to be seen before it can be merged.
      if (toProblem(error).status === 412) await client.invalidateQueries({ queryKey: ['layer', layer.scope] });
    },
  });
  const problem = useMemo(() => (save.error === null ? null : toProblem(save.error)), [save.error]);
  const put = (change: Partial<LayerDraft>) => {
    save.reset();
    setEdit((old) => ({ ...old, mine: { ...old.mine, ...change } }));
  };
  return {
    ...edit,
    changed,
    isBehind: isBehind && changed.length > 0,
    save,
    problem,
    errors: problem === null ? {} : errorsByPart(problem.errors),
    put,
    putKey: (key: SettingKey, change: Partial<KeyDraft>) =>
      put({ keys: { ...edit.mine.keys, [key]: { ...edit.mine.keys[key], ...change } } }),
    discard: () => {
      save.reset();
      setEdit({ base: layer, mine: draftOf(layer), clashes: [] });
    },
    merge: () => {
      save.reset();
      const { draft, clashes } = mergeDrafts({ base: draftOf(edit.base), mine: edit.mine, theirs: draftOf(layer) });
      setEdit({ base: layer, mine: draft, clashes });
    },
  };
}
