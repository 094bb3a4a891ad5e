/** ESLint rules of this repository that no plugin has in this form. */

const MAX_PARAMETERS = 3;
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'TSMethodSignature'];

/** @type {Record<string, any>} */
export const HOUSE_RULES = {
  /** A note about later carries the number of its issue: `TODO(#12)`. */
  'issue-in-todo': {
    create: (/** @type {any} */ context) => ({
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/.test(comment.value)) {
            context.report({ loc: comment.loc, message: 'Name the issue, as in TODO(#12), or do it now.' });
          }
        }
      },
    }),
  },
  /** After three parameters comes an object. A constructor may be handed more: its classes are injected by type. */
  'few-parameters': {
    create: (/** @type {any} */ context) => {
      const check = (/** @type {any} */ node) => {
        if (node.params.length <= MAX_PARAMETERS || node.parent.kind === 'constructor') return;
        context.report({ node, message: `More than ${MAX_PARAMETERS} parameters: take an object.` });
      };
      return Object.fromEntries(FUNCTIONS.map((type) => [type, check]));
    },
  },
  'no-focus-or-skip': {
    create: (/** @type {any} */ context) => ({
      MemberExpression(/** @type {any} */ node) {
        const switchesOff = ['only', 'skip', 'todo', 'failing'].includes(node.property.name);
        if (switchesOff && ['it', 'test', 'describe'].includes(node.object.name)) {
          context.report({ node, message: 'A spec runs always, and all of it.' });
        }
      },
      'CallExpression > Identifier.callee[name=/^(fit|fdescribe|xit|xdescribe|xtest)$/]'(/** @type {any} */ node) {
        context.report({ node, message: 'A spec runs always, and all of it.' });
      },
    }),
  },
};
