/** The words by which people say that they have paid, will pay, object or have moved: English, German, French, Spanish, Italian. */

/** `\b` knows letters of ASCII alone. */
const word = (...patterns: string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\d])(?:${patterns.join('|')})(?![\\p{L}\\d])`, 'iu');

/** A machine answered: nothing was read by anybody. */
export const AUTOMATIC = word(
  'out of (?:the )?office',
  'automatic reply',
  'auto(?:-|matic )?reply',
  'abwesenheits(?:notiz|nachricht|meldung|assistent)',
  'automatische antwort',
  'nicht im (?:büro|hause?)',
  'réponse automatique',
  "absence du bureau|absent du bureau|message d['’]absence",
  'respuesta automática',
  'fuera de (?:la )?oficina',
  'risposta automatica',
  'fuori (?:sede|ufficio)',
);

export const PAID = word(
  '(?:have|has|had|was|were|been|already|just) (?:already |just |been |now ){0,4}(?:paid|settled|transferred|remitted|wired)',
  '(?:we|i) (?:already |just |now ){0,4}(?:paid|settled|transferred|remitted|wired)',
  'payment (?:was|has been) (?:made|sent|executed|released)',
  '(?:haben|habe|wurden?|ist|sind|worden)[^!?\\n]{0,80}(?:bezahlt|überwiesen|angewiesen|beglichen|gezahlt)',
  '(?:bezahlt|überwiesen|angewiesen|beglichen) (?:wurde|worden|haben|habe)',
  '(?:avons|ai|a été|ont été|sont|est)[^.!?\\n]{0,40}(?:payée?s?|réglée?s?|virée?s?|versée?s?|soldée?s?)',
  'virement (?:a été )?(?:effectué|fait|émis|exécuté)',
  '(?:hemos|he|ha sido|han sido|fue|fueron|está|están)[^.!?\\n]{0,40}(?:pagad[oa]s?|abonad[oa]s?|transferid[oa]s?)',
  'transferencia (?:ha sido |fue |está )?(?:realizada|hecha|efectuada|enviada)',
  '(?:abbiamo|ho|è stat[oa]|sono stat[ei])[^.!?\\n]{0,40}(?:pagat[oaei]|saldat[oaei]|bonificat[oaei])',
  'bonifico (?:è stato )?(?:effettuato|eseguito|fatto|disposto)',
);

export const WILL_PAY = word(
  "(?:will|shall|going to|(?:we|i)['’]ll) (?:be )?(?:pay|paid|settle|settled|transfer|transferred|wire|remit|make (?:the |a )?(?:payment|transfer))",
  'payment (?:will (?:be|go|follow|leave)|is scheduled|goes out|follows|is planned)',
  '(?:scheduled|planned) (?:the )?payment',
  "(?:you will|you['’]ll) (?:have|receive|get) (?:the |your |our )?(?:money|payment)",
  '(?:werden?|wird)[^!?\\n]{0,90}(?:zahlen|bezahlen|bezahlt|überweisen|überwiesen|begleichen|beglichen|anweisen|angewiesen)',
  '(?:zahlen|überweisen|begleichen) (?:wir|ich)',
  '(?:wir|ich) (?:zahlen?|überweisen?|begleichen?)',
  '(?:zahlung|überweisung) (?:erfolgt|geht|folgt|wird|ist für)',
  'nous (?:paierons|réglerons|payerons|virerons|allons (?:payer|régler))',
  'je (?:paierai|réglerai|vais (?:payer|régler))',
  '(?:paiement|virement|règlement) (?:sera|partira|est prévu|interviendra|aura lieu)',
  'ser(?:a|ont) (?:payée?s?|réglée?s?|virée?s?)',
  '(?:pagaremos|abonaremos|pagaré|abonaré|haremos (?:el pago|la transferencia)|realizaremos (?:el pago|la transferencia)|vamos a (?:pagar|abonar))',
  '(?:pago|transferencia) (?:se (?:hará|realizará|efectuará)|saldrá|está (?:previst|programad)[oa]|será)',
  '(?:pagheremo|pagherò|salderemo|salderò|faremo il bonifico|effettueremo il (?:bonifico|pagamento)|provvederemo al (?:pagamento|saldo))',
  '(?:pagamento|bonifico) (?:sarà|verrà|partirà|è previsto)',
);

/** What makes a promise none: it is denied, it hangs on something, or somebody else decides. */
export const NOT_SURELY = word(
  "not|n['’]t|cannot|can['’]t|won['’]t|never|unable|don['’]t|refuse",
  'if|unless|once|as soon as|until|provided|when|hope|hopefully|try|maybe|perhaps|might|could|would|should|part of|half|instal?ments?',
  'nicht|kein[erns]?|nie|niemals|leider',
  'wenn|falls|sobald|sofern|hoffentlich|hoffen|versuchen|vielleicht|eventuell|könn(?:t)?en?|würden?|sollten?|teil(?:betrag|zahlung)?|hälfte|raten?',
  "ne|n['’]|pas|jamais|si|dès que|lorsque|quand|espérons|essaierons|peut-être|pourrions|devrions?|devrait|moitié|partie|échéances?",
  'no(?= (?:pag|pod|vamos|hemos|está|se))|nunca|si|cuando|en cuanto|una vez|esperamos|intentaremos|quizás?|tal vez|podríamos|podría|debería|mitad|parte|plazos?',
  'non|mai|se(?! (?:har|realizar|efectuar|pagar|ha))|quando|appena|una volta|speriamo|cercheremo|forse|potremmo|dovrebbe|metà|parte|rate|acconto',
);
/** It hangs on something, or is only supposed. */
export const HANGS = word(
  'if|unless|once|as soon as|until|provided|when|maybe|perhaps|might|could|would|think|believe|seems?|may',
  'wenn|falls|sobald|sofern|vielleicht|eventuell|könn(?:t)?en?|würden?|scheint|glauben?|vermutlich|wohl',
  'si|dès que|lorsque|quand|peut-être|pourrions|pourrait|semble|pensons|crois',
  'cuando|en cuanto|una vez|quizás?|tal vez|podríamos|podría|parece|creo|creemos',
  'se|quando|appena|una volta|forse|potremmo|potrebbe|sembra|credo|crediamo',
);
/** It was so, and may be so no longer; or more is said than one thing. */
export const SETTLED = word(
  'but|however|now|meanwhile|resolved|settled|thanks? to|anyway|still pay|except|although',
  'aber|jedoch|inzwischen|mittlerweile|jetzt|nun|erledigt|geklärt|trotzdem|außer|obwohl',
  'mais|cependant|maintenant|entre-temps|résolue?|réglée?|toutefois|sauf',
  'pero|sin embargo|ahora|mientras tanto|resuelt[oa]|salvo|aunque',
  'ma|però|tuttavia|adesso|ora|nel frattempo|risolt[oa]|tranne|anche se',
);
/** Not all of it is meant. */
export const PARTLY = word(
  'parts?|partly|partial(?:ly)?|some|few|half|one|two|three|four|five|six|ten|dozen|items?|lines?|positions?|pieces?|box(?:es)?',
  'teil\\p{L}*|einige|manche|hälfte|ein(?:e[rsnm]?)?|zwei|drei|vier|fünf|sechs|zehn|positionen?|zeilen?|stück|karton\\p{L}*',
  'partie|partiel(?:le(?:ment)?)?|quelques?|certaines?|moitié|une?|deux|trois|quatre|cinq|six|dix|lignes?|articles?|pièces?|cartons?',
  'partes?|parcial(?:mente)?|algun[oa]s?|mitad|un[oa]?|dos|tres|cuatro|cinco|seis|diez|líneas?|artículos?|piezas?|cajas?',
  'parte|parzial(?:e|mente)|alcun[ei]|metà|un[oa]?|due|tre|quattro|cinque|sei|dieci|righe|riga|articol[oi]|pezz[oi]|scatol[ae]',
);
export const ASKS = /[?？¿]/;

export const REASONS = {
  price: word(
    '(?:wrong|incorrect|different|agreed|too high|higher) (?:a )?(?:unit )?prices?',
    '(?:unit )?prices? (?:is|are|was|were|does|do) (?:\\p{L}+ )?(?:wrong|incorrect|too high|not (?:match|correct|what|as))',
    '(?:falsche[rn]?|vereinbarte[rn]?|überhöhte[rn]?|anderer?) (?:stück)?preise?s?',
    '(?:stück)?preise? (?:ist|sind|stimmt|stimmen|weicht|war)',
    '(?:mauvais|prix convenu|prix erroné|prix incorrect)',
    'prix (?:est|sont|ne correspond|facturé)',
    'precio (?:es|está|no (?:es|coincide)|incorrecto|equivocado|acordado|erróneo)',
    'prezzo (?:è|non|errato|sbagliato|concordato|diverso)',
  ),
  quantity: word(
    '(?:wrong|incorrect) (?:quantity|amount of (?:items|boxes|pieces))',
    'only (?:received|got|delivered) \\d+',
    '(?:received|got) only \\d+',
    '(?:falsche|abweichende) (?:menge|stückzahl)',
    '(?:nur|lediglich) \\d+ (?:\\p{L}+ )?(?:erhalten|bekommen|geliefert)',
    '(?:quantité (?:erronée|incorrecte|fausse)|(?:reçu|livré) (?:que|seulement) \\d+)',
    '(?:cantidad (?:incorrecta|errónea|equivocada)|(?:recibido|recibimos) (?:solo|sólo|solamente) \\d+|solo (?:hemos recibido|recibimos) \\d+)',
    '(?:quantità (?:errata|sbagliata|diversa)|(?:ricevuto|consegnat[oie]) (?:solo|soltanto) \\d+)',
  ),
  delivery: word(
    "(?:not|never|n['’]t) (?:been )?(?:received|arrived|delivered|receive|arrive|get (?:the )?(?:goods|delivery|parcel))",
    '(?:goods|delivery|parcel|order|shipment) (?:is |are |was |were )?(?:missing|lost)',
    '(?:nicht|nie|noch nicht|keine (?:ware|lieferung))[^.!?\\n]{0,20}(?:erhalten|angekommen|geliefert|eingetroffen|bekommen)',
    '(?:lieferung|ware) fehlt',
    '(?:(?:pas|jamais|rien) (?:encore )?(?:été )?(?:reçu|livrée?s?|arrivée?s?))',
    '(?:no|nunca) (?:hemos|ha|han|se ha) (?:recibido|llegado|entregado|sido entregad[oa])',
    '(?:non|mai) (?:abbiamo |è |ci è |sono )?(?:mai |ancora )?(?:ricevuto|arrivat[oaei]|stat[oaei] consegnat[oaei])',
  ),
  damaged: word(
    '(?:damaged|broken|defective|faulty|dented)',
    '(?:beschädigt\\p{L}*|defekt\\p{L}*|kaputt\\p{L}*|zerbrochen\\p{L}*|mangelhaft\\p{L}*)',
    '(?:endommagée?s?|cassée?s?|défectueu(?:x|se|ses)|abîmée?s?)',
    '(?:dañad[oa]s?|rot[oa]s?|defectuos[oa]s?|averiad[oa]s?)',
    '(?:danneggiat[oaei]|rott[oaei]|difettos[oaei])',
  ),
  tax: word(
    '(?:wrong|incorrect|no) (?:vat|tax)(?: rate| number| id)?|(?:vat|tax) (?:rate |number |id )?(?:is|was) (?:wrong|incorrect|missing)|reverse charge',
    '(?:falsche[rn]?|fehlende[rn]?) (?:mwst|ust|umsatzsteuer|mehrwertsteuer|steuersatz)\\p{L}*|(?:mwst|umsatzsteuer|mehrwertsteuer|steuersatz|ust-id\\p{L}*) (?:ist|stimmt|fehlt)',
    '(?:tva|taux de tva) (?:est|erronée?|incorrecte?|incorrect)',
    '(?:iva|tipo de iva) (?:es|está|incorrecto|equivocado|erróneo)',
    "(?:l['’]?iva|aliquota)[^.!?\\n]{0,12}(?:è|errata|sbagliata|non)",
  ),
  po: word(
    '(?:po|purchase order)(?: number| no\\.?| reference)? (?:is |was )?(?:missing|wrong|incorrect|not (?:on|stated|shown))|(?:missing|without|no|need|needs) (?:a |our |the )?(?:po|purchase order)(?: number)?',
    'bestellnummer (?:fehlt|ist|stimmt)|(?:ohne|fehlende|falsche|keine) bestellnummer',
    '(?:numéro|n°) de (?:bon de )?commande (?:manque|est|manquant|absent)|sans (?:le )?(?:numéro|n°) de (?:bon de )?commande',
    '(?:falta|sin) (?:el |nuestro )?número de pedido|número de pedido (?:falta|no (?:figura|aparece)|incorrecto)',
    "(?:manca|senza) (?:il |il nostro )?numero d['’](?:ordine|acquisto)|numero d['’]ordine (?:manca|errato|sbagliato)",
  ),
  duplicate: word(
    '(?:invoiced|billed|charged) (?:us )?(?:twice|double)|duplicate (?:invoice|of)|(?:is|are) (?:a )?duplicates?',
    '(?:doppelt|zweimal) (?:berechnet|in rechnung gestellt|fakturiert|erhalten)|doppelte rechnung',
    '(?:facturée?s? (?:deux fois|en double)|double facturation|facture en double)',
    '(?:facturad[oa]s? (?:dos veces|dos|por duplicado)|factura duplicada|está duplicada)',
    '(?:fatturat[oaei] due volte|fattura doppia|doppia fattura(?:zione)?|fattura duplicata)',
  ),
  not_ours: word(
    "(?:never|not|did(?: not|n['’]t)) (?:ordered|order(?:ed)? (?:this|that|it|anything|these))|not (?:our|meant for us|for us|addressed to us)|don['’]t know (?:this|about this) (?:order|invoice)",
    '(?:nie|nicht|nichts|keine) (?:bei ihnen )?bestellt|(?:nicht|keine) (?:unsere|für uns)',
    "(?:jamais|rien|pas) (?:passé|commandé|passé cette commande)|n['’]est pas (?:la nôtre|pour nous)|ne nous concerne pas",
    '(?:no|nunca) (?:hemos|habíamos|hicimos|realizamos)(?: ningún| este| nada)? ?(?:pedido|pedido nada|encargado)|no es (?:nuestra|para nosotros)',
    '(?:non|mai) (?:abbiamo )?(?:mai )?ordinato|non (?:è )?(?:nostra|per noi|ci riguarda)',
  ),
} as const;
export type ReplyReason = keyof typeof REASONS;

export const MOVED = word(
  '(?:wrong|not the right|no longer the) (?:contact|person|address|recipient|department)',
  "(?:no longer|does not|doesn['’]t) (?:works? (?:here|with us|for us)|responsible|with the company|employed)|(?:has )?left (?:the )?company|in charge of (?:payments|invoices)",
  '(?:please )?(?:send|forward|address|direct|email)[^.!?\\n]{0,60}(?:to|at):?\\s+[^\\s@]{1,64}@\\S{1,255}',
  'new (?:e-?mail )?address|change of (?:e-?mail )?address',
  '(?:falsche[rn]?|nicht (?:der|die) richtige|nicht mehr) (?:ansprechpartner\\p{L}*|kontakt|adresse|empfänger|zuständig|im unternehmen|bei uns)',
  '(?:arbeitet nicht mehr|ist ausgeschieden|hat das unternehmen verlassen)|neue (?:e-?mail-?)?adresse',
  '(?:bitte|künftig|ab sofort)[^.!?\\n]{0,80}(?:an|unter):?\\s+[^\\s@]{1,64}@\\S{1,255}',
  "(?:mauvais|pas le bon|plus le) (?:contact|interlocuteur|destinataire|service)|ne travaille plus|a quitté (?:la société|l['’]entreprise)|nouvelle adresse",
  '(?:envoyer|adresser|transmettre)[^.!?\\n]{0,60}à:?\\s+[^\\s@]{1,64}@\\S{1,255}',
  '(?:contacto|destinatario|persona|dirección) (?:equivocad[oa]|incorrect[oa])|ya no trabaja|ha dejado la empresa|nueva dirección',
  '(?:envíen?|enviar|mandar|remitan?)[^.!?\\n]{0,60}a:?\\s+[^\\s@]{1,64}@\\S{1,255}',
  "(?:contatto|destinatario|indirizzo|persona) (?:sbagliat[oa]|errat[oa])|non lavora più|ha lasciato (?:l['’]azienda|la società)|nuovo indirizzo",
  '(?:inviare|inviate|mandare|spedire)[^.!?\\n]{0,60}a:?\\s+[^\\s@]{1,64}@\\S{1,255}',
);
export const ADDRESS = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/giu;

/** Invoices or reminders, of which there are several, are to go to the address, which stands as `@`. */
export const SEND_TO =
  /(?:send|forward|address|direct|e-?mail)[^.!?\n@]{0,40}(?:invoices|bills|reminders)[^.!?\n@]{0,30}\s(?:to|at):?\s+<?@|(?:rechnungen|mahnungen|zahlungserinnerungen)[^.!?\n@]{0,60}\s(?:an|unter):?\s+<?@|(?:envoyer|envoyez|adresser|adressez|transmettre)[^.!?\n@]{0,40}(?:factures|rappels|relances)[^.!?\n@]{0,30}\sà:?\s+<?@|(?:envíen|envien|enviar|mandar|manden|remitan)[^.!?\n@]{0,40}(?:facturas|recordatorios)[^.!?\n@]{0,30}\sa:?\s+<?@|(?:inviare|inviate|mandare|mandate|spedire)[^.!?\n@]{0,40}(?:fatture|solleciti)[^.!?\n@]{0,30}\sa:?\s+<?@/u;
/** Said beside it, and taken away before words are looked for that speak against it. */
export const MOVED_FOR_GOOD =
  /not the right (?:contact|person|address)|nicht (?:der|die) richtige|(?:n['’]avez |ce n['’]est )?pas le bon (?:contact|interlocuteur|destinataire)|from now on|in (?:the )?future|going forward/gu;
/** It gets them beside somebody, or not at all. */
export const BESIDE = word(
  "also|too|as well|additionally|in addition|copy|cc|both|not|n['’]t|don['’]t|never|stop|only",
  'auch|zusätzlich|ebenfalls|außerdem|kopie|cc|beide|nicht|kein[erns]?|nie|nur',
  "aussi|également|en plus|copie|cc|ne|n['’]|pas|jamais|seulement",
  'también|además|copia|cc|no|nunca|solo|sólo|solamente',
  'anche|inoltre|copia|cc|non|mai|solo|soltanto',
);
export const FOR_A_WHILE = word(
  'temporar(?:y|ily)|for now|for the moment|meanwhile|during|while|holidays?|vacation|leave|next (?:week|month|year)|from',
  'vorübergehend|vorerst|solange|während|bis|urlaub\\p{L}*|vertretung\\p{L}*|nächste[nrs]?',
  'temporairement|provisoirement|pendant|vacances|congés?|à partir|dès|prochaine?',
  'temporalmente|provisionalmente|mientras|durante|vacaciones|a partir|desde|próxim[oa]',
  'temporaneamente|provvisoriamente|mentre|durante|ferie|a partire|dal|prossim[oa]',
);
/** Some are meant that are there already, or how they are to be written: nothing of where they go from now on. */
export const THIS_TIME = word(
  'this|these|those|open|unpaid|overdue|due|outstanding|pending|missing|attached|enclosed|again|once|resend|re-send|quot(?:e|ing)|mention(?:ing)?|stating|state|dated',
  'diese[rnsm]?|jene[rnsm]?|offene[nr]?|unbezahlte[nr]?|(?:über)?fällige[nr]?|ausstehende[nr]?|fehlende[nr]?|anbei|angehängte[nr]?|beigefügte[nr]?|nochmals?|noch einmal|erneut|einmal|angeben|angabe|nennen|vom',
  'cet|cette|ces|impayée?s?|échue?s?|ouvertes?|en attente|en souffrance|manquante?s?|(?:ci-)?jointe?s?|(?:à|de) nouveau|encore|renvoyer|mentionn\\p{L}*|indiqu\\p{L}*|datée?s?',
  'est[aeo]s?|es[ao]s|abiert[oa]s?|impagad[oa]s?|pendientes?|vencid[oa]s?|faltantes?|adjunt[oa]s?|de nuevo|otra vez|nuevamente|reenv\\p{L}*|mencion\\p{L}*|indi(?:c|qu)\\p{L}*',
  'quest[aoei]|quelle|apert[ei]|non pagate|insolut[ei]|scadut[ei]|pendenti|in sospeso|mancanti|allegat[oaei]|di nuovo|nuovamente|ancora|menzion\\p{L}*|indic\\p{L}*',
  '(?:invoices|bills|rechnungen|factures|facturas|fatture)[^\\p{L}@.!?]{1,10}\\d+',
);
/** Whoever speaks of accounts is read by a person. */
export const MONEY = word(
  'iban|bic|swift|bank\\p{L}*|account',
  'konto\\p{L}*|kontoverbindung|überweis\\p{L}*',
  'compte|virement',
  'cuenta|transferencia',
  'conto|bonifico',
);
/** Mailboxes that anybody has, or those of a provider: their domain says nothing of whose an address is. */
export const FREE_MAIL =
  /^(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|aol|icloud|me|mac|proton|protonmail|pm|gmx|web|freenet|t-online|mail|email|posteo|mailbox|arcor|vodafone|orange|wanadoo|free|sfr|laposte|bbox|neuf|libero|virgilio|tiscali|alice|tim|telefonica|movistar|ono|terra|ziggo|kpnmail|planet|hetnet|xs4all|home|telenet|skynet|bluewin|hispeed|zoho|yandex|tutanota|tuta|fastmail|hey)\.(?:[a-z]{2,3}|[a-z]{2,3}\.[a-z]{2}|online|info|email)|(?:pec|legalmail|arubapec|poste)\.it|(?:btinternet|sky|talktalk|qq|163)\.(?:com|net)|(?:comcast|verizon|att|cox)\.net|aon\.at|a1\.net|chello\.[a-z]{2}|(?:online|kabelmail|ewe|netcologne|unitybox)\.(?:de|net)|(?:wp|o2)\.pl|seznam\.cz|(?:list|bk|inbox)\.ru)$/;
